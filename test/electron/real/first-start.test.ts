// The first minutes with the program, in both of its forms: from the sample to what Practice confirmed.
import { describe, expect, test } from 'vitest';
import { FORMS, onDesktop } from './suite.ts';

onDesktop('the first start', {}, (scene) => {
  describe.each(FORMS)('%s', (form) => {
    test('goes from the sample file to what Practice confirmed, with the mouse alone', async () => {
      const { start, hand, picture } = scene();
      const program = start({ form });
      const page = await program.page();
      expect(page.url()).toMatch(/^app:\/\/courier\//);
      await picture(`first start ${form}`);
      await hand.click(page.getByRole('button', { name: 'Use the sample file' }));
      const queue = page.getByRole('button', { name: 'Queue 11 results' });
      await queue.waitFor();
      await hand.click(queue);
      await page
        .getByText(/9 of 11|9 confirmed/)
        .first()
        .waitFor();
      await picture(`receipt ${form}`);
      expect(program.console).toEqual([]);
    });
  });
});
