// Reads a calendar file from standard input by ical.js (its path is the argument), and prints what is in it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(process.argv[2]).href);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const definition of calendar.getAllSubcomponents("vtimezone")) {
  const zone = new ICAL.Timezone(definition);
  ICAL.TimezoneService.register(zone, zone.tzid);
}
const moment = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    sequence: event.sequence,
    summary: event.summary,
    start: moment(event.startDate),
    end: moment(event.endDate),
    zone: event.startDate.zone.tzid,
    status: component.getFirstPropertyValue("status"),
    transparent: component.getFirstPropertyValue("transp") === "TRANSPARENT",
    attendees: event.attendees.length,
    description: event.description,
  };
});
const method = calendar.getFirstPropertyValue("method");
console.log(JSON.stringify({ method, name: calendar.getFirstPropertyValue("x-wr-calname"), events }));
