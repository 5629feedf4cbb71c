// The tus server of those who wrote the protocol, to measure beside: node tus_server.mjs MODULES FOLDER
// MODULES is a folder with @tus/server and @tus/file-store in its node_modules. Prints its port when it listens.
import { createRequire } from "node:module";

const [modules, folder] = process.argv.slice(2);
const found = createRequire(`${modules}/package.json`);
const { Server } = await import(found.resolve("@tus/server"));
const { FileStore } = await import(found.resolve("@tus/file-store"));
const server = new Server({ path: "/uploads", datastore: new FileStore({ directory: folder }) });
const listening = server.listen({ host: "127.0.0.1", port: 0 });
listening.on("listening", () => console.log(listening.address().port));
