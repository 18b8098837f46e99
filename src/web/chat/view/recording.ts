/** A voice note under way. */
export interface Recording {
  /** Ends it and gives the note. */
  finish(): Promise<File>;
  cancel(): void;
}

const formats = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** Asks for the microphone and records; the browser shows that it does. */
export async function record(): Promise<Recording | 'refused' | 'unsupported'> {
  if (!('MediaRecorder' in window) || navigator.mediaDevices === undefined) return 'unsupported';
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return 'refused';
  }
  const mimeType = formats.find((format) => MediaRecorder.isTypeSupported(format));
  const recorder = new MediaRecorder(stream, {
    ...(mimeType === undefined ? {} : { mimeType }),
    audioBitsPerSecond: 24_000,
  });
  const chunks: Blob[] = [];
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  recorder.start(1000);
  return recordingOf(recorder, stream, chunks);
}

function recordingOf(recorder: MediaRecorder, stream: MediaStream, chunks: Blob[]): Recording {
  const release = (): void => {
    for (const track of stream.getTracks()) track.stop();
  };
  const finish = (): Promise<File> =>
    new Promise((resolve) => {
      recorder.onstop = () => {
        release();
        const type = recorder.mimeType.split(';')[0] ?? '';
        resolve(new File(chunks, 'voice', { type: type === '' ? 'audio/webm' : type }));
      };
      recorder.stop();
    });
  const cancel = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
    release();
    chunks.length = 0;
  };
  return { finish, cancel };
}
