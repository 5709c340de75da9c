package dev.gradus.engine.io;

/** Recognises, by their first bytes, files that people take for safetensors. */
final class ForeignFormats {
    private static final String SAVE = "; save the model with safetensors.torch.save_file(model.state_dict(), name)";

    private ForeignFormats() {}

    /** The end of a message about a file that begins with these 8 bytes: what it seems to be, and what to do; or nothing. */
    static String hint(byte[] first) {
        if (starts(first, 'P', 'K', 3, 4)) {
            return ". This is a zip archive, as torch.save writes it" + SAVE;
        }
        if (starts(first, 0x80) && first[1] >= 2 && first[1] <= 5) {
            return ". This is a pickle, as older versions of torch.save write it" + SAVE;
        }
        if (starts(first, 0x89, 'H', 'D', 'F')) {
            return ". This is an HDF5 file, as Keras writes it; save the weights with safetensors.numpy.save_file";
        }
        if (starts(first, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
            return ". This is a NumPy file; save the arrays with safetensors.numpy.save_file";
        }
        if (starts(first, 0x1f, 0x8b)) {
            return ". This is a gzip file; unpack it with gunzip";
        }
        if (starts(first, 'B', 'Z', 'h')
                || starts(first, 0x28, 0xb5, 0x2f, 0xfd)
                || starts(first, 0xfd, '7', 'z', 'X')) {
            return ". This is a compressed file; unpack it";
        }
        if (starts(first, 'G', 'G', 'U', 'F')) {
            return ". This is a GGUF file, which is another format";
        }
        return isText(first) ? ". This looks like a text file" : "";
    }

    private static boolean starts(byte[] first, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if ((first[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(byte[] first) {
        for (byte b : first) {
            if ((b < ' ' || b == 0x7F) && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
