// Finding a target on a changed page, and showing a step at it: for whatever shows guidance over a page.
export { isCovered, openRoots, type Open } from "./candidates";
export { find, searching, type Candidate, type Options, type Outcome } from "./finding";
export { read, take, VERSION, type Fingerprint } from "./fingerprint";
export { Overlay, type Shown } from "./overlay/overlay";
export { place } from "./overlay/placing";
export { watch, type WaitingOptions } from "./waiting";
