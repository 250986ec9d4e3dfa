#include "matching.h"

#include <immintrin.h>

#include <cmath>

namespace matcher {
namespace {

float sum(__m256 v) {
  __m128 half = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  half = _mm_hadd_ps(half, half);
  half = _mm_hadd_ps(half, half);
  return _mm_cvtss_f32(half);
}

}  // namespace

float similarity(const std::vector<float>& a, const std::vector<float>& b) {
  __m256 product = _mm256_setzero_ps();
  __m256 left = _mm256_setzero_ps();
  __m256 right = _mm256_setzero_ps();
  for (std::size_t i = 0; i + 8 <= a.size(); i += 8) {
    const __m256 x = _mm256_loadu_ps(a.data() + i);
    const __m256 y = _mm256_loadu_ps(b.data() + i);
    product = _mm256_fmadd_ps(x, y, product);
    left = _mm256_fmadd_ps(x, x, left);
    right = _mm256_fmadd_ps(y, y, right);
  }
  const float length = std::sqrt(sum(left) * sum(right));
  return length > 0.0f ? sum(product) / length : 0.0f;
}

std::vector<float> features(const std::string& address) {
  std::vector<float> counts(kFeatures, 0.0f);
  for (std::size_t i = 0; i + 1 < address.size(); ++i) {
    const auto first = static_cast<unsigned char>(address[i]);
    const auto second = static_cast<unsigned char>(address[i + 1]);
    counts[(first * 31u + second) % kFeatures] += 1.0f;
  }
  return counts;
}

}  // namespace matcher
