const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Zone names of RFC 5322 §4.3 in hours; any other name counts as UTC. */
const ZONES: Readonly<Record<string, number>> = {
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};

/** `Thu, 28 Jun 2018 14:39:16 +0200`, the day of the week, the seconds and the zone optional. */
const MAIL_DATE =
  /(?:^|[\s,])(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*[\s-]+(\d{2,4})[\s,]+(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?\s*([+-]\d{3,4}|[A-Za-z]{1,5})?/;
/** `Thu Jun 28 2018 - 10:49:44 EST` and `Thu Jun 28 10:49:44 EST 2018`: archive pages, ctime, sometimes a Date header. */
const PAGE_DATE =
  /(?:^|\s)([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})(?:\s+-)?[\s,]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{3,4}|[A-Za-z]{1,5})?/;
const CTIME =
  /(?:^|\s)([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:([+-]\d{3,4}|[A-Za-z]{1,5})\s+)?(\d{4})/;
const ISO = /^\s*(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?/;

/**
 * Reads a date as mails, `ctime` and archive pages write it, into ISO 8601 in UTC.
 *
 * @returns undefined where no date is there, or none that a calendar has.
 */
export function readDate(value: string): string | undefined {
  const text = value.slice(0, 200);
  const mail = MAIL_DATE.exec(text);
  if (mail !== null) return instant([mail[3], mail[2], mail[1], mail[4], mail[5], mail[6]], mail[7]);
  const page = PAGE_DATE.exec(text);
  if (page !== null) return instant([page[3], page[1], page[2], page[4], page[5], page[6]], page[7]);
  const ctime = CTIME.exec(text);
  if (ctime !== null) return instant([ctime[7], ctime[1], ctime[2], ctime[3], ctime[4], ctime[5]], ctime[6]);
  const iso = ISO.exec(text);
  if (iso === null) return undefined;
  const month = MONTHS[Number(iso[2]) - 1];
  return instant([iso[1], month, iso[3], iso[4], iso[5], iso[6]], iso[7]?.replace(':', ''));
}

/** Year, month name, day, hour, minute, second. */
type Parts = readonly (string | undefined)[];

function instant([yearText, monthName, ...rest]: Parts, zone: string | undefined): string | undefined {
  const month = MONTHS.indexOf((monthName ?? '').slice(0, 3).toLowerCase());
  const [day = 0, hour = 0, minute = 0, second = 0] = rest.map((part) => Number(part ?? 0));
  const year = fullYear(Number(yearText), (yearText ?? '').length);
  if (month < 0 || hour > 23 || minute > 59 || second > 60 || day < 1) return undefined;
  const inMonth = new Date(Date.UTC(year, month, day)).getUTCMonth() === month;
  if (!inMonth || year < 1970 || year > 9999) return undefined;
  return new Date(Date.UTC(year, month, day, hour, minute, second) - zoneMinutes(zone) * 60_000).toISOString();
}

/** RFC 5322 §4.3: two digits below 50 are of this century, other two or three digits count from 1900. */
function fullYear(year: number, digits: number): number {
  if (digits >= 4) return year;
  return digits === 2 && year < 50 ? 2000 + year : 1900 + year;
}

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const numeric = /^([+-])(\d{1,2})(\d\d)$/.exec(zone);
  if (numeric === null) return 60 * (ZONES[zone.toLowerCase()] ?? 0);
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
  if (minutes > 14 * 60) return 0;
  return numeric[1] === '-' ? -minutes : minutes;
}
