// Must be imported before any schema: zod would otherwise try to compile its parsers, which the content security
// policy forbids and the browser reports.
import { config } from 'zod';

config({ jitless: true });
