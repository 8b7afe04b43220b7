// Puts a text on the clipboard by the page's own copy, which needs no permission of its own.

/** Copies `text`; answers whether the clipboard took it. Only right after a click or a key. */
export function copyText(text: string): boolean {
  let isTaken = false;
  function take(event: ClipboardEvent): void {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
    isTaken = event.clipboardData !== null;
  }
  document.addEventListener('copy', take, { once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', take);
  return isTaken;
}
