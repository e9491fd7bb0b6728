// Usage: node registry.js FOLDER PORT_FILE
//
// An npm registry on the loopback interface that has the packages (.tgz) in a folder, and nothing else. Writes the port
// that it listens on to a file.
"use strict";

const { execFileSync } = require("child_process");
const { createHash } = require("crypto");
const fs = require("fs");
const http = require("http");
const path = require("path");

const [folder, portFile] = process.argv.slice(2);

function packages() {
  const found = {};
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".tgz"))) {
    const tarball = path.join(folder, file);
    const manifest = JSON.parse(execFileSync("tar", ["-xOzf", tarball, "package/package.json"]));
    found[manifest.name] = { file, manifest, sha512: createHash("sha512").update(fs.readFileSync(tarball)).digest("base64") };
  }
  return found;
}

const known = packages();

const server = http.createServer((request, response) => {
  const wanted = decodeURIComponent(request.url.slice(1));
  if (wanted.startsWith("-/tarballs/")) {
    response.end(fs.readFileSync(path.join(folder, path.basename(wanted))));
    return;
  }
  const one = known[wanted];
  if (!one) {
    response.writeHead(404, { "content-type": "application/json" }).end('{"error":"not found"}');
    return;
  }
  const { name, version } = one.manifest;
  const tarball = `http://localhost:${server.address().port}/-/tarballs/${one.file}`;
  const dist = { tarball, integrity: `sha512-${one.sha512}` };
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions: { [version]: { ...one.manifest, dist } } }));
});
server.listen(0, "localhost", () => fs.writeFileSync(portFile, String(server.address().port)));
