#include <iostream>
#include <string>
#include <unordered_set>

#include "matching.h"

#if defined(__x86_64__)
static const char* const kBuild = "x86_64";
#else
#error "matcher is only built for x86_64"
#endif

/// Reads addresses, one on each line, and prints those that were not seen before.
int main() {
  std::cerr << "matcher for " << kBuild << '\n';
  std::unordered_set<std::uint32_t> seen;
  std::string address;
  while (std::getline(std::cin, address)) {
    if (seen.insert(matcher::fingerprint(address)).second) {
      std::cout << address << '\n';
    }
  }
}
