// The role and the accessible name of an element, after WAI-ARIA and AccName 1.2 as far as finding a target needs them.

const ROLES: Record<string, string> = {
  a: "link", area: "link", button: "button", summary: "button", select: "combobox", textarea: "textbox", option: "option",
  h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading",
  nav: "navigation", main: "main", aside: "complementary", form: "form", dialog: "dialog", fieldset: "group", details: "group",
  img: "img", svg: "img", table: "table", tr: "row", td: "cell", th: "columnheader", ul: "list", ol: "list", li: "listitem",
  article: "article", section: "region", header: "banner", footer: "contentinfo", progress: "progressbar", meter: "meter", output: "status",
};
const INPUTS: Record<string, string> = {
  button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio",
  range: "slider", number: "spinbutton", search: "searchbox", hidden: "",
};
const NAMED_BY_CONTENT = new Set(["button", "link", "heading", "option", "tab", "menuitem", "menuitemcheckbox", "menuitemradio", "checkbox", "radio", "switch", "treeitem", "cell", "gridcell", "columnheader", "rowheader", "tooltip", "row"]);
const MOST_CHARACTERS = 400;

export function tagOf(element: Element): string {
  return element.localName.toLowerCase();
}

/** The role: what the page says, else what the tag means; empty where it means nothing. */
export function roleOf(element: Element): string {
  const said = element.getAttribute("role")?.trim().split(/\s+/)[0];
  if (said) return said === "none" || said === "presentation" ? "" : said;
  const tag = tagOf(element);
  if (tag === "input") return INPUTS[element.getAttribute("type")?.toLowerCase() ?? ""] ?? "textbox";
  if (tag === "a" && !element.hasAttribute("href")) return "";
  return ROLES[tag] ?? "";
}

/** The text of an element as it is read out: what is hidden is left out, pictures count by their names. */
export function textOf(element: Element, most = MOST_CHARACTERS): string {
  const parts: string[] = [];
  let left = most;
  const visit = (node: Node): void => {
    for (let child = node.firstChild; child && left > 0; child = child.nextSibling) {
      if (child.nodeType === Node.TEXT_NODE) {
        const text = (child as Text).data;
        parts.push(text.slice(0, left));
        left -= text.length;
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        const inner = child as Element;
        if (/^(script|style|template|noscript)$/.test(inner.localName) || isHidden(inner)) continue;
        const own = inner.getAttribute("aria-label") ?? inner.getAttribute("alt");
        parts.push(" ");
        if (own) parts.push(own);
        else if (!/^(select|textarea|input)$/.test(inner.localName)) visit(inner);
        parts.push(" ");
      }
    }
  };
  visit(element);
  return parts.join("").replace(/\s+/g, " ").trim();
}

function isHidden(element: Element): boolean {
  return element.getAttribute("aria-hidden") === "true" || element.hasAttribute("hidden");
}

function referenced(element: Element, attribute: string): string {
  const root = element.getRootNode() as Document | ShadowRoot;
  const ids = element.getAttribute(attribute)?.split(/\s+/) ?? [];
  return ids.map((id) => (id && root.getElementById?.(id)) || null).map((found) => (found ? found.getAttribute("aria-label") ?? textOf(found) : "")).join(" ").trim();
}

function labels(element: Element): string {
  const found = (element as HTMLInputElement).labels;
  return found ? Array.from(found, (label) => textOf(label)).join(" ").trim() : "";
}

function nativeName(element: Element): string {
  const tag = tagOf(element);
  if (tag === "input" && /^(button|submit|reset)$/.test((element as HTMLInputElement).type)) return (element as HTMLInputElement).value;
  if (tag === "img" || tag === "area" || tag === "input") return element.getAttribute("alt") ?? "";
  const child = { fieldset: "legend", table: "caption", figure: "figcaption", svg: "title" }[tag];
  const naming = child ? Array.from(element.children).find((inner) => inner.localName === child) : null;
  return naming ? textOf(naming) : "";
}

/** The accessible name: aria-labelledby, aria-label, labels, what the tag brings, content, title, placeholder. */
export function nameOf(element: Element): string {
  return (
    referenced(element, "aria-labelledby") ||
    element.getAttribute("aria-label")?.trim() ||
    labels(element) ||
    nativeName(element).trim() ||
    (NAMED_BY_CONTENT.has(roleOf(element)) ? textOf(element) : "") ||
    element.getAttribute("title")?.trim() ||
    element.getAttribute("placeholder")?.trim() ||
    ""
  );
}
