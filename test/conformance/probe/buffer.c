#include "buffer.h"
#include "probe.h"
#include <errno.h>
#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The ring that holds the page, its layout, and where the page was mapped. */
static int ring = -1;
static struct io_uring_params layout;
static char *held;
static pid_t owner;

void forget_buffer(void)
{
	if (ring < 0)
		return;
	if (owner == getpid())
		syscall(SYS_io_uring_register, ring, IORING_UNREGISTER_BUFFERS, NULL, 0);
	close(ring);
	ring = -1;
}

int pin_buffer(char *page)
{
	struct iovec buffer = { .iov_base = page, .iov_len = PAGE };
	int error;

	if (ring >= 0) {
		errno = EBUSY;
		return -1;
	}
	layout = (struct io_uring_params){ 0 };
	ring = syscall(SYS_io_uring_setup, 1, &layout);
	if (ring < 0)
		return -1;
	owner = getpid();
	held = page;
	if (!syscall(SYS_io_uring_register, ring, IORING_REGISTER_BUFFERS, &buffer, 1))
		return 0;
	error = errno;
	close(ring);
	ring = -1;
	errno = error;
	return -1;
}

/* Has the ring write its buffer to a file: it takes the page that is pinned, whatever is mapped there by now. */
static int write_fixed(int fd)
{
	char *rings = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING);
	struct io_uring_sqe *entry = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQES);
	unsigned int *tail;
	int done;

	if (rings == MAP_FAILED || entry == MAP_FAILED)
		return -1;
	*entry = (struct io_uring_sqe){
		.opcode = IORING_OP_WRITE_FIXED, .fd = fd, .addr = (uintptr_t)held, .len = PAGE,
	};
	*(unsigned int *)(rings + layout.sq_off.array) = 0;
	tail = (unsigned int *)(rings + layout.sq_off.tail);
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	done = syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0);
	munmap(entry, PAGE);
	munmap(rings, PAGE);
	return done == 1 ? 0 : -1;
}

int read_buffer(char *to)
{
	int file, done;

	if (ring < 0) {
		errno = EBADF;
		return -1;
	}
	file = memfd_create("pinned", MFD_CLOEXEC);
	done = write_fixed(file) || pread(file, to, PAGE, 0) != (ssize_t)PAGE ? -1 : 0;
	close(file);
	return done;
}
