/* What a process can ask about its memory. */
#include "probe.h"
#include "uapi.h"
#include "worker.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

/* A digit for each slot: 1 where its first page is in memory. */
void do_mincore(char *args)
{
	unsigned char *pages;
	char text[SLOTS + 1] = "";
	int slot, count;

	sscanf(args, "%d %d", &slot, &count);
	pages = malloc(slot_bytes(slot, count) / PAGE);
	if (mincore(slot_address(slot), slot_bytes(slot, count), pages)) {
		result(-1);
	} else {
		for (int i = 0; i < count; i++)
			text[i] = '0' + (pages[slot_bytes(slot, i) / PAGE] & 1);
		reply("in core %s", text);
	}
	free(pages);
}

/* The mappings of the row and what /proc/self/smaps counts in each. */
void do_smaps(char *args)
{
	char text[LINE] = "";

	(void)args;
	describe_mappings(text, sizeof(text));
	reply("%s", text);
}

/* The categories of the first page of each slot, - where nothing is reported; with write protection where that is asked for. */
void do_scan(char *args)
{
	struct page_region regions[64];
	struct pm_scan_arg scan = { .size = sizeof(scan) };
	char mode[8] = "", text[8 * SLOTS] = "";
	int slot, count, fd;
	long found;

	sscanf(args, "%d %d %7s", &slot, &count, mode);
	scan.start = (uintptr_t)slot_address(slot);
	scan.end = (uintptr_t)slot_address(slot + count);
	scan.vec = (uintptr_t)regions;
	scan.vec_len = sizeof(regions) / sizeof(*regions);
	/* All but soft-dirty and guard: may be protected, written, file, present, swapped, zero page, huge. */
	scan.return_mask = 0x7f;
	if (!strcmp(mode, "wp"))
		scan.flags = PM_SCAN_WP_MATCHING;
	else if (!strcmp(mode, "check"))
		scan.flags = PM_SCAN_WP_MATCHING | PM_SCAN_CHECK_WPASYNC;
	fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	found = ioctl(fd, PAGEMAP_SCAN, &scan);
	if (found < 0) {
		result(-1);
	} else {
		for (int i = 0; i < count; i++) {
			uint64_t at = (uintptr_t)slot_address(slot + i);
			long region = 0;

			while (region < found && (at < regions[region].start || regions[region].end <= at))
				region++;
			if (region < found)
				snprintf(text + strlen(text), 8, ":%llx", (unsigned long long)regions[region].categories);
			else
				strcat(text, ":-");
		}
		reply("scan %s", text + 1);
	}
	close(fd);
}
