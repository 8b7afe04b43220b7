// The benchmark's peers are installed by the benchmark only, so that types must not depend on them.
declare module '@proofkit/fmdapi';
declare module 'plainjob';
