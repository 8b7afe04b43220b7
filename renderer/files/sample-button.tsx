// The way to the sample file. Its results are invented, so there is none outside of Practice.
import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useSnapshot } from '../link/courier.tsx';
import { useFiles } from './ways-in.ts';

export function SampleButton(): ReactNode {
  const files = useFiles();
  if (useSnapshot().environment !== 'practice') return null;
  return <Button onClick={() => void files.takeSample()}>Use the sample file</Button>;
}
