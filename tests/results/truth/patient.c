/* httperf asks select() and epoll_wait() for work without a pause and so takes a whole processor.
   Preloaded, this gives it a nap of 0.1 ms whenever there is none. Nothing else changes.
   cc -O2 -shared -fPIC -o patient.so patient.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/time.h>
#include <unistd.h>

int select(int count, fd_set *readable, fd_set *writable, fd_set *failed, struct timeval *limit)
{
    static int (*real)(int, fd_set *, fd_set *, fd_set *, struct timeval *);
    struct timeval nap = {0, 100};
    if (!real)
        real = dlsym(RTLD_NEXT, "select");
    if (limit && !limit->tv_sec && !limit->tv_usec)
        limit = &nap;
    return real(count, readable, writable, failed, limit);
}

int epoll_wait(int handle, struct epoll_event *events, int count, int limit)
{
    static int (*real)(int, struct epoll_event *, int, int);
    int found;
    if (!real)
        real = dlsym(RTLD_NEXT, "epoll_wait");
    found = real(handle, events, count, 0);
    if (found || limit)
        return found ? found : real(handle, events, count, limit);
    usleep(100);
    return real(handle, events, count, 0);
}
