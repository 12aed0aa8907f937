/* What /proc tells of each slot: rights of the mapping, pagemap, kpagecount, kpageflags. */
#include "probe.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Documentation/admin-guide/mm/pagemap.rst: the page frame number, where the page is present. */
#define PFN(entry) ((entry) & ((1ULL << 55) - 1))
#define PRESENT(entry) ((entry) >> 63)

static uint64_t word_at(int fd, uint64_t index)
{
	uint64_t value = 0;

	if (fd < 0 || pread(fd, &value, sizeof(value), index * sizeof(value)) != sizeof(value))
		return 0;
	return value;
}

static void read_rights(pid_t pid, char rights[SLOTS][5])
{
	char path[64], line[LINE];
	FILE *maps;

	for (int slot = 0; slot < SLOTS; slot++)
		strcpy(rights[slot], "none");
	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	maps = fopen(path, "r");
	while (maps && fgets(line, sizeof(line), maps)) {
		unsigned long start, end;
		char flags[5];

		if (sscanf(line, "%lx-%lx %4s", &start, &end, flags) != 3)
			continue;
		for (int slot = 0; slot < SLOTS; slot++) {
			unsigned long at = (unsigned long)slot_address(slot);

			if (start <= at && at < end)
				strcpy(rights[slot], flags);
		}
	}
	if (maps)
		fclose(maps);
}

void observe(pid_t pid)
{
	static int counts = -1, flags = -1;
	char rights[SLOTS][5], path[64];
	int pagemap;

	if (counts < 0) {
		counts = open("/proc/kpagecount", O_RDONLY | O_CLOEXEC);
		flags = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
	}
	read_rights(pid, rights);
	snprintf(path, sizeof(path), "/proc/%d/pagemap", pid);
	pagemap = open(path, O_RDONLY | O_CLOEXEC);
	printf(" |");
	for (int slot = 0; slot < SLOTS; slot++) {
		uint64_t entry = word_at(pagemap, (uint64_t)slot_address(slot) / PAGE);

		if (PRESENT(entry))
			printf(" %s:%llx:%llu:%llx", rights[slot], (unsigned long long)entry,
			       (unsigned long long)word_at(counts, PFN(entry)),
			       (unsigned long long)word_at(flags, PFN(entry)));
		else
			printf(" %s:%llx", rights[slot], (unsigned long long)entry);
	}
	if (pagemap >= 0)
		close(pagemap);
}
