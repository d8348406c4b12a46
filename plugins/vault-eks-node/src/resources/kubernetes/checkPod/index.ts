export * from './CheckPod';
export { checkPodTemplate } from './checkPodTemplate';
export { runCheckPod } from './runCheckPod';
export { sweepCheckPods } from './sweepCheckPods';
