package dev.gradus.models.online;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.Quoted;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.models.file.DetectorFile;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.ModelFormat;
import dev.gradus.models.scoring.StreamMemory;
import dev.gradus.models.window.LearntFields;
import dev.gradus.models.window.WindowDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * States of online detectors in files, in the form of {@link DetectorFile}. The fields that begin with {@code training.} say which
 * detector a state belongs to: scaler and thresholds of two that were trained differently differ. Fields and tensors behind
 * {@code state.} are the state.
 *
 * @param detector that the state has to be of
 */
record OnlineFormat(WindowDetector<?> detector) implements ModelFormat<OnlineDetector> {
    static final String MODEL = "online-state";

    private static final String PREFIX = "state.";

    @Override
    public String model() {
        return MODEL;
    }

    static OnlineDetector load(Path file, WindowDetector<?> detector) throws IOException {
        // A state has no weights, so it lives on no backend.
        return DetectorFile.load(file, Backends.get(), List.of(new OnlineFormat(detector)));
    }

    static OnlineDetector load(byte[] content, String name, WindowDetector<?> detector) throws ModelFileException {
        return DetectorFile.load(content, name, Backends.get(), List.of(new OnlineFormat(detector)));
    }

    static void write(FieldWriter out, OnlineDetector online) {
        out.put("online.model", online.detector().description().model());
        out.put("online.window", online.detector().description().window());
        out.put("online.longestGap", online.longestGap());
        LearntFields.put(out, online.detector().learnt());
        try {
            online.remember(new Saving(out));
        } catch (IOException e) {
            throw new IllegalStateException("a state that is collected cannot fail to be written", e);
        }
    }

    @Override
    public OnlineDetector read(FieldReader in, Backend backend) throws ModelFileException {
        requireSame(in);
        int gap = in.integer("online.longestGap");
        OnlineDetector online = in.made("online.longestGap", () -> OnlineDetector.of(detector, gap));
        Restoring memory = new Restoring(in, new LinkedHashSet<>());
        try {
            online.remember(memory);
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("a file that has been read cannot fail to be", e);
        }
        in.end();
        for (String name : in.file().names()) {
            if (!memory.read.contains(name)) {
                throw in.file().malformed("tensor " + Quoted.of(name), "is not known");
            }
        }
        return online;
    }

    private void requireSame(FieldReader in) throws ModelFileException {
        FieldWriter own = new FieldWriter();
        own.put("online.model", detector.description().model());
        own.put("online.window", detector.description().window());
        LearntFields.put(own, detector.learnt());
        for (Map.Entry<String, String> field : own.tensors().build().metadata().entrySet()) {
            String stated = in.text(field.getKey());
            if (!stated.equals(field.getValue())) {
                throw in.malformed(
                        field.getKey(),
                        "is " + Quoted.of(stated) + ", that of the detector is " + Quoted.of(field.getValue())
                                + "; the state was saved with another detector, name that one");
            }
        }
    }

    private record Saving(FieldWriter out) implements StreamMemory {
        @Override
        public double number(String name, double value) {
            out.put(PREFIX + name, value);
            return value;
        }

        @Override
        public void numbers(String name, double... values) {
            out.tensors().doubles(PREFIX + name, new int[] {values.length}, values);
        }

        @Override
        public long whole(String name, long value, long least, long most) {
            out.put(PREFIX + name, value);
            return value;
        }

        @Override
        public double[] list(String name, double[] values, int group) {
            numbers(name, values);
            return values;
        }

        @Override
        public IOException wrong(String name, String problem) {
            return new IOException("the state " + name + " " + problem);
        }
    }

    private record Restoring(FieldReader in, Set<String> read) implements StreamMemory {
        @Override
        public double number(String name, double value) throws IOException {
            return in.number(PREFIX + name);
        }

        @Override
        public void numbers(String name, double... values) throws IOException {
            int[] shape = shape(name);
            if (shape.length != 1 || shape[0] != values.length) {
                throw wrong(name, "must have the shape [" + values.length + "], has " + Arrays.toString(shape));
            }
            System.arraycopy(finite(name), 0, values, 0, values.length);
        }

        @Override
        public long whole(String name, long value, long least, long most) throws IOException {
            long stated = in.whole(PREFIX + name);
            if (stated < least || stated > most) {
                throw in.wrong(PREFIX + name, "from " + least + " to " + most);
            }
            return stated;
        }

        @Override
        public double[] list(String name, double[] values, int group) throws IOException {
            int[] shape = shape(name);
            if (shape.length != 1 || shape[0] % group != 0) {
                throw wrong(name, "must have groups of " + group + " numbers, has the shape " + Arrays.toString(shape));
            }
            return finite(name);
        }

        private int[] shape(String name) throws IOException {
            read.add(PREFIX + name);
            return in.file().shape(PREFIX + name);
        }

        private double[] finite(String name) throws IOException {
            SafeTensors file = in.file();
            double[] numbers = file.doubles(PREFIX + name);
            for (double number : numbers) {
                if (!Double.isFinite(number)) {
                    throw wrong(name, "holds " + number);
                }
            }
            return numbers;
        }

        @Override
        public ModelFileException wrong(String name, String problem) {
            return in.file().malformed("tensor " + Quoted.of(PREFIX + name), problem);
        }
    }
}
