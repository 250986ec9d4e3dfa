/* httperf asks select() for work without a pause and so takes a whole processor. Preloaded, this
   lets it wait for up to 1 ms whenever there is none; a reply still wakes it at once, and the next
   request is late by no more than that. Nothing else changes.
   cc -O2 -shared -fPIC -o patient.so patient.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/select.h>
#include <sys/time.h>

int select(int count, fd_set *readable, fd_set *writable, fd_set *failed, struct timeval *limit)
{
    static int (*real)(int, fd_set *, fd_set *, fd_set *, struct timeval *);
    struct timeval nap = {0, 1000};
    if (!real)
        real = dlsym(RTLD_NEXT, "select");
    if (limit && !limit->tv_sec && !limit->tv_usec)
        limit = &nap;
    return real(count, readable, writable, failed, limit);
}
