declare module "@alpinejs/csp" {
  const alpine: import("alpinejs").Alpine;
  export default alpine;
}
