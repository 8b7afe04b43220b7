// Says in one sentence that this Node is too old, before Node fails over the first line of TypeScript. Plain JavaScript for
// that reason.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Booking Courier needs Node 24, and this is Node ${process.versions.node}: run "npm ci", which brings it along, then start with "npm start".`,
  );
  process.exit(1);
}
