import type { Look } from './draw';
import type { Faces } from './FaceRow';

/** What both ways of printing work with. */
export interface PrintPart {
  codeId: string;
  name: string;
  /** What a scan must give. */
  text: string;
  look: Look;
  targets: Look['target'][];
  faces: Faces;
  onLook: (change: Partial<Look>) => void;
}
