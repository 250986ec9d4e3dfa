#include <cstdlib>

#include "matching.h"

int main() {
  const auto tokyo = matcher::features("Tokyo-to Chiyoda-ku 1-1");
  const auto osaka = matcher::features("Osaka-fu Kita-ku 2-3");
  const bool same = matcher::similarity(tokyo, tokyo) > 0.99f;
  const bool differs = matcher::similarity(tokyo, osaka) < 0.9f;
  return same && differs ? EXIT_SUCCESS : EXIT_FAILURE;
}
