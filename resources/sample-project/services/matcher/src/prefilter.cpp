#include "matching.h"

#include <nmmintrin.h>

#include <cstring>

namespace matcher {

std::uint32_t fingerprint(const std::string& address) {
  std::uint32_t crc = ~0u;
  std::size_t at = 0;
  for (; at + 8 <= address.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, address.data() + at, sizeof word);
    crc = static_cast<std::uint32_t>(_mm_crc32_u64(crc, word));
  }
  for (; at < address.size(); ++at) {
    crc = _mm_crc32_u8(crc, static_cast<std::uint8_t>(address[at]));
  }
  return ~crc;
}

}  // namespace matcher
