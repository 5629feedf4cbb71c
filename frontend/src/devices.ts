// lifow as an app on a phone: a worker that shows messages and a page for when there is no network, and the button by
// which somebody has this browser show what they are told. Whoever signs out is shown nothing any more.
const WORKER = "/service-worker.js";

function token(): string {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
  return headers["x-csrftoken"] ?? "";
}

function show(box: HTMLElement, state: string): void {
  for (const part of box.querySelectorAll<HTMLElement>("[data-device-state]"))
    part.hidden = part.dataset.deviceState !== state && !(state === "failed" && part.dataset.deviceState === "asked");
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(key: ArrayBuffer | null): string {
  const plain = String.fromCharCode(...new Uint8Array(key ?? new ArrayBuffer(0)));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function isOfThisKey(subscription: PushSubscription, key: string): boolean {
  return text(subscription.options.applicationServerKey) === key;
}

async function keep(subscription: PushSubscription, address: string): Promise<boolean> {
  const body = new URLSearchParams({
    endpoint: subscription.endpoint,
    public_key: text(subscription.getKey("p256dh")),
    auth_secret: text(subscription.getKey("auth")),
    csrfmiddlewaretoken: token(),
  });
  return (await fetch(address, { method: "POST", body })).ok;
}

async function turnOn(box: HTMLElement): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") return show(box, "blocked");
  const { key = "", keep: address = "", then = "" } = box.dataset;
  try {
    const { pushManager } = await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey: bytes(key) };
    if (await keep(await pushManager.subscribe(options), address)) location.assign(then);
    else show(box, "failed");
  } catch {
    show(box, "failed");
  }
}

// The page asks nothing before somebody clicks: browsers keep a "no" for good.
async function offer(box: HTMLElement): Promise<void> {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return show(box, "unable");
  if (Notification.permission === "denied") return show(box, "blocked");
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.getSubscription();
  const { key = "", keep: address = "" } = box.dataset;
  if (subscription && !isOfThisKey(subscription, key)) await subscription.unsubscribe();
  else if (subscription && (await keep(subscription, address))) return show(box, "on");
  const button = box.querySelector<HTMLButtonElement>("[data-device-on]");
  button?.removeAttribute("disabled");
  button?.addEventListener("click", () => void turnOn(box));
}

async function endSubscription(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  const subscription = await registration?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}

function endAtSignOut(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    if (form.dataset.ended) return;
    event.preventDefault();
    form.dataset.ended = "yes";
    const waited = new Promise((resolve) => setTimeout(resolve, 1_000));
    void Promise.race([endSubscription(), waited]).finally(() => form.requestSubmit());
  });
}

export function devices(): void {
  if ("serviceWorker" in navigator && document.body.dataset.person) {
    void navigator.serviceWorker.register(WORKER).catch(() => undefined);
    document.querySelectorAll<HTMLFormElement>("form[data-signs-out]").forEach(endAtSignOut);
  }
  document.querySelectorAll<HTMLElement>("[data-device]").forEach((box) => void offer(box));
}
