import Alpine from "@alpinejs/csp";
import { copying } from "./copying";
import { dialogs } from "./dialogs";
import { heatMap } from "./heat-map";
import { hotspot } from "./hotspot";
import { keys } from "./keys";
import { loadCharts } from "./load-charts";
import { menus } from "./menus";
import { messages } from "./messages";
import { rating } from "./rating";
import { scrolling } from "./scrolling";
import { search } from "./search";
import { sitting } from "./sitting";
import { theme } from "./theme";

theme();
dialogs();
menus();
keys();
rating();
heatMap();
hotspot();
search();
messages();
scrolling();
loadCharts();
copying();
sitting();

// Small state that lives in a page's own markup: x-data, x-show, @click, with the parser that needs no eval.
window.Alpine = Alpine;
Alpine.start();
