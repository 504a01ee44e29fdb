const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** As access logs have it: 09/Apr/2015:12:34:56 +0000 */
export function commonLogTime(date: Date): string {
  const { year, month, day, time } = partsOf(date);
  return `${day}/${month}/${year}:${time} +0000`;
}

/** As Java prints it: Thu Jul 07 15:03:33 UTC 2016 */
export function javaTime(date: Date): string {
  const { year, month, day, time } = partsOf(date);
  return `${days[date.getUTCDay()]} ${month} ${day} ${time} UTC ${year}`;
}

function partsOf(date: Date) {
  const iso = date.toISOString();
  return {
    year: iso.slice(0, 4),
    month: months[date.getUTCMonth()],
    day: iso.slice(8, 10),
    time: iso.slice(11, 19),
  };
}
