/* What /proc/self/smaps tells of the mappings under test. */
#include "probe.h"
#include <stdlib.h>
#include <string.h>

/* The slot that begins at an address, else -1. */
static int slot_at(unsigned long address)
{
	for (int slot = 0; slot <= SLOTS; slot++)
		if ((unsigned long)slot_address(slot) == address)
			return slot;
	return -1;
}

/* Fields of smaps in kB, as pages; of huge pages only what is mapped as a whole, since a slot has pages that are not shown. */
static const struct { const char *field, *name; int huge; } COUNTS[] = {
	{ "Rss:", "rss", 0 }, { "Anonymous:", "anon", 0 }, { "Swap:", "swap", 0 },
	{ "AnonHugePages:", "huge", 1 },
};

static const char *const FLAGS[] = { "dc", "wf", "um", "uw", "ui", "hg" };

void describe_mappings(char *text, size_t size)
{
	FILE *smaps = fopen("/proc/self/smaps", "r");
	char line[LINE];
	int inside = 0;

	snprintf(text, size, "maps");
	while (smaps && fgets(line, sizeof(line), smaps)) {
		unsigned long start, end, amount;
		char *at = text + strlen(text), *rest;

		if (sscanf(line, "%lx-%lx ", &start, &end) == 2) {
			inside = slot_at(start) >= 0 && slot_at(end) > slot_at(start);
			if (inside)
				sprintf(at, " %d-%d", slot_at(start), slot_at(end));
			continue;
		}
		if (!inside)
			continue;
		for (size_t i = 0; i < sizeof(COUNTS) / sizeof(*COUNTS); i++)
			if (huge == COUNTS[i].huge && !strncmp(line, COUNTS[i].field, strlen(COUNTS[i].field))) {
				amount = strtoul(line + strlen(COUNTS[i].field), NULL, 10) * 1024;
				if (amount)
					sprintf(at, ",%s%lu", COUNTS[i].name, amount / (huge ? HUGE_PAGE : PAGE));
			}
		if (strncmp(line, "VmFlags:", 8))
			continue;
		strtok_r(line, " \n", &rest);
		for (char *flag = strtok_r(NULL, " \n", &rest); flag; flag = strtok_r(NULL, " \n", &rest))
			for (size_t i = 0; i < sizeof(FLAGS) / sizeof(*FLAGS); i++)
				if (!strcmp(flag, FLAGS[i]))
					sprintf(text + strlen(text), ",%s", flag);
	}
	if (smaps)
		fclose(smaps);
}
