/* Makes every flush take 1 ms longer, as on a cloud disk: LD_PRELOAD it into a server and its database. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static void wait_one_ms(void) {
  struct timespec one_ms = {0, 1000000};
  nanosleep(&one_ms, 0);
}

int fsync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  wait_one_ms();
  return real(fd);
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  wait_one_ms();
  return real(fd);
}
