interface Window {
  Alpine: import("alpinejs").Alpine;
}
