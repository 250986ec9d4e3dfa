#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace matcher {

/// A hash of an address that differs wherever two addresses cannot be the same.
std::uint32_t fingerprint(const std::string& address);

/// The cosine of two feature vectors of the same length, a multiple of 8.
float similarity(const std::vector<float>& a, const std::vector<float>& b);

/// Counts of letter pairs, `kFeatures` of them.
std::vector<float> features(const std::string& address);

constexpr std::size_t kFeatures = 256;

}  // namespace matcher
