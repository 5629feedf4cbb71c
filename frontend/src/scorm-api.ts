// The API of SCORM 1.2, in the window of a package itself: its frame has no origin, and reaches no other window.
//
// What it begins with is the name of the window, which the page around gave its frame, and which stays when the package
// goes from one of its pages to another. What changes is told to the page around by a message, at once: a frame that is
// closed says nothing any more.
import type Scorm12 from "scorm-again/scorm12";
import * as library from "scorm-again/scorm12";

// Its types name a default export, and the module has one with a name.
const { Scorm12API } = library as unknown as { Scorm12API: typeof Scorm12 };

type Elements = Record<string, string>;
type Report = { lifow: "scorm"; cmi: Elements; now: boolean };

const SILENT = 5;
const COMPUTED = { "cmi.core.lesson_status": "lesson_status" } as const;

function begun(): Elements | null {
  try {
    const told = JSON.parse(window.name) as { lifow?: string; cmi?: Elements };
    return told.lifow === "scorm" && typeof told.cmi === "object" ? told.cmi : null;
  } catch {
    return null;
  }
}

function start(): void {
  const page = (document.currentScript as HTMLScriptElement | null)?.src ?? "";
  const to = new URL(page).origin;
  const known = begun();
  const around = window.parent;
  const tell = (cmi: Elements, now: boolean) =>
    around.postMessage({ lifow: "scorm", cmi, now } satisfies Report, to);
  if (known === null) {
    // A frame inside of the package's page: it knows nothing, and says so rather than losing what was saved.
    window.top?.postMessage({ lifow: "scorm-nested" }, to);
    return;
  }
  const inner = new Scorm12API({ autocommit: false, lmsCommitUrl: false, logLevel: SILENT });
  inner.loadFromFlattenedJSON(known, "");
  const keep = (changed: Elements, now: boolean) => {
    Object.assign(known, changed);
    window.name = JSON.stringify({ lifow: "scorm", cmi: known });
    tell(changed, now);
  };
  const computed = (): Elements =>
    Object.fromEntries(Object.entries(COMPUTED).map(([name, field]) => [name, String(inner.cmi.core[field])]));
  const api = {
    LMSInitialize: (text: string) => inner.LMSInitialize(text),
    LMSGetValue: (name: string) => inner.LMSGetValue(name),
    LMSSetValue: (name: string, value: unknown) => {
      const said = inner.LMSSetValue(name, value as string);
      if (String(said) === "true") keep({ [name]: String(value) }, false);
      return said;
    },
    LMSCommit: (text: string) => {
      const said = inner.LMSCommit(text);
      if (String(said) === "true") keep({}, true);
      return said;
    },
    LMSFinish: (text: string) => {
      const said = inner.LMSFinish(text);
      // What the standard has the system work out at the end: passed or failed by the mark of the manifest.
      if (String(said) === "true") keep(computed(), true);
      return said;
    },
    LMSGetLastError: () => inner.LMSGetLastError(),
    LMSGetErrorString: (code: string) => inner.LMSGetErrorString(code),
    LMSGetDiagnostic: (code: string) => inner.LMSGetDiagnostic(code),
  };
  // Pages begin with `var API = null`, and look for it then: what they write is passed by. A `const` of theirs is their own.
  Object.defineProperty(window, "API", { get: () => api, set: () => undefined, configurable: true, enumerable: true });
  // Those that look around first find themselves: to ask the window around for anything is an error here.
  Object.defineProperty(window, "parent", { get: () => window, set: () => undefined, configurable: true });
}

start();
