package dev.gradus.engine.io;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A cell, and the tensors of a file that hold it: one, or two that are added. */
final class CellFormat {
    /** An LSTM's bias, which PyTorch splits in two. No other layer's cell has such a name. */
    private static final Pattern LSTM_BIAS = Pattern.compile("((?:.*\\.)?)bias_(l\\d+(?:_reverse)?)", Pattern.DOTALL);

    private final Cell cell;
    private final List<String> names;
    private final boolean finite;

    private CellFormat(Cell cell, List<String> names, boolean finite) {
        this.cell = cell;
        this.names = names;
        this.finite = finite;
    }

    /** Of a network's cell: under PyTorch's names, and with finite numbers only. */
    static CellFormat weight(String name, Cell cell) {
        Matcher bias = LSTM_BIAS.matcher(name);
        List<String> names = bias.matches()
                ? List.of(bias.group(1) + "bias_ih_" + bias.group(2), bias.group(1) + "bias_hh_" + bias.group(2))
                : List.of(name);
        return new CellFormat(cell, names, true);
    }

    /** Of a cell whose numbers are kept as they are. */
    static CellFormat plain(String name, Cell cell) {
        return new CellFormat(cell, List.of(name), false);
    }

    /** The names of the tensors that hold the cell. */
    List<String> names() {
        return names;
    }

    /** Adds the cell to a file, in the precision of its backend: its numbers, and zeros under a second name. */
    void write(SafeTensors.Builder into) {
        Backend backend = cell.storage().backend();
        int bad = finite ? backend.firstNonFinite(cell.storage()) : -1;
        if (bad >= 0) {
            double number = backend.get(cell.storage(), bad);
            throw new NonFiniteException(
                    names.get(0),
                    number,
                    "weights: " + names.get(0) + ": number " + bad + " is " + number
                            + ", and what is not finite is not saved; the training has diverged: go on from an older"
                            + " file, with a lower learning rate or a clipping");
        }
        int[] shape = cell.shape().dims();
        for (int i = 0; i < names.size(); i++) {
            Tensor numbers = i == 0 ? cell.constant() : Tensor.zeros(backend, cell.shape());
            if (isSingle(backend)) {
                into.floats(names.get(i), shape, numbers.toFloats());
            } else {
                into.doubles(names.get(i), shape, numbers.toArray());
            }
        }
    }

    /** Whether a backend computes in float32. */
    private static boolean isSingle(Backend backend) {
        return backend.epsilon() > 0x1p-52;
    }

    /**
     * Looks whether a file, which has all the {@link #names()}, can fill the cell.
     *
     * @param problems takes a sentence for each reason why not
     */
    void check(SafeTensors from, Consumer<String> problems) {
        StoredTensor[] stored = stored(from);
        boolean fits = true;
        for (int i = 0; i < stored.length; i++) {
            fits &= isFitting(names.get(i), stored[i], problems);
        }
        if (fits && finite) {
            requireFinite(stored, problems);
        }
    }

    private boolean isFitting(String name, StoredTensor tensor, Consumer<String> problems) {
        if (!Arrays.equals(tensor.shape(), cell.shape().dims())) {
            problems.accept("tensor " + Quoted.of(name) + " is " + tensor + ", must be " + cell.shape());
            return false;
        }
        if (!tensor.dtype().isFloating()) {
            problems.accept("tensor " + Quoted.of(name) + " is " + tensor + ", must be of a floating-point type");
            return false;
        }
        return true;
    }

    private void requireFinite(StoredTensor[] stored, Consumer<String> problems) {
        boolean single = isSingle(cell.storage().backend());
        ByteBuffer[] views = views(stored);
        for (int i = 0; i < cell.shape().size(); i++) {
            double value = sum(stored, views, i);
            if (!Double.isFinite(single ? (float) value : value)) {
                problems.accept("tensor " + Quoted.of(names.get(0)) + ": number " + i + " is " + value
                        + (Double.isFinite(value) ? ", too large for float32" : ", must be finite"));
                return;
            }
        }
    }

    /** Sets the cell to the numbers of a file that {@link #check} found nothing wrong with. */
    void assign(SafeTensors from) {
        StoredTensor[] stored = stored(from);
        Backend backend = cell.storage().backend();
        Shape shape = cell.shape();
        if (stored.length == 1 && isSingle(backend) && stored[0].dtype().fitsFloat()) {
            cell.set(Tensor.wrap(shape, backend.upload(stored[0].floats())));
            return;
        }
        ByteBuffer[] views = views(stored);
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = sum(stored, views, i);
        }
        cell.set(Tensor.of(backend, values, shape));
    }

    private StoredTensor[] stored(SafeTensors from) {
        return names.stream().map(from::find).toArray(StoredTensor[]::new);
    }

    private static ByteBuffer[] views(StoredTensor[] stored) {
        ByteBuffer[] views = new ByteBuffer[stored.length];
        for (int i = 0; i < views.length; i++) {
            views[i] = stored[i].view();
        }
        return views;
    }

    /** Number i, added over the tensors. Adding a zero changes nothing, not even the sign of −0. */
    private static double sum(StoredTensor[] stored, ByteBuffer[] views, int i) {
        double sum = stored[0].real(views[0], i);
        for (int k = 1; k < stored.length; k++) {
            double next = stored[k].real(views[k], i);
            sum = next == 0 ? sum : sum + next;
        }
        return sum;
    }
}
