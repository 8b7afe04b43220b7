// The least that Node can do: the anchor for a start.
export {};
