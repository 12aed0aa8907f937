/* References to pages that no mapping has. */
#include "buffer.h"
#include "direct.h"
#include "probe.h"
#include "worker.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* What a read that is under way when its process ends brings. */
#define LAST_BYTE 9

/* A pipe with a page in it. */
static int pinned[2] = { -1, -1 };

void forget_pins(void)
{
	if (pinned[0] >= 0) {
		close(pinned[0]);
		close(pinned[1]);
	}
	pinned[0] = -1;
	forget_buffer();
	forget_direct_read();
}

/* The ring goes some time after its process: its buffer goes now. A process does not end before its reads have. */
void end_pins(void)
{
	forget_buffer();
	finish_direct_read(worker_number, LAST_BYTE);
}

/* A reference that outlives the mapping: one page in a pipe. Its content is read when it is given back. */
void do_pin(char *args)
{
	struct iovec page = { .iov_base = slot_address(atoi(args)), .iov_len = PAGE };

	if (pinned[0] >= 0)
		return result((errno = EBUSY, -1));
	if (pipe2(pinned, O_CLOEXEC | O_NONBLOCK))
		return result(-1);
	if (vmsplice(pinned[1], &page, 1, 0) == (ssize_t)PAGE)
		return reply("ok");
	reply("%s", strerrorname_np(errno));
	close(pinned[0]);
	close(pinned[1]);
	pinned[0] = -1;
}

void do_unpin(char *args)
{
	(void)args;
	if (pinned[0] < 0)
		return result((errno = EBADF, -1));
	if (read(pinned[0], buffer, PAGE) == (ssize_t)PAGE)
		reply_content((unsigned char *)buffer, PAGE);
	else
		result(-1);
	close(pinned[0]);
	close(pinned[1]);
	pinned[0] = -1;
}

/* A pin for long, as devices have it: a registered buffer of io_uring. Its content is read when it is given back. */
void do_iopin(char *args)
{
	result(pin_buffer(slot_address(atoi(args))));
}

void do_iounpin(char *args)
{
	(void)args;
	if (read_buffer(buffer))
		return result(-1);
	forget_buffer();
	reply_content((unsigned char *)buffer, PAGE);
}

/* A pin for a short while: a read with O_DIRECT is under way, whose bytes come when it is told to end. */
void do_dread(char *args)
{
	result(begin_direct_read(worker_number, slot_address(atoi(args))));
}

void do_dreaddone(char *args)
{
	result(finish_direct_read(worker_number, atoi(args)));
}
