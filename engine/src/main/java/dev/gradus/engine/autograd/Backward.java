package dev.gradus.engine.autograd;

import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.tensor.Node;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayDeque;

/**
 * One run backwards through a record. Nodes are visited in the reverse of the order in which they were made, which is a
 * topological order and always the same, so that cotangents are added up in a fixed order too. Only nodes on a path to
 * an input that was asked for are visited.
 */
final class Backward {
    /** Trails that no run of the thread uses: a rule may start a run within a run. */
    private static final PerThread<ArrayDeque<Trail>> FREE = new PerThread<>(ArrayDeque::new);

    private final Trail trail;
    private final Tensor[] inputs;
    private final BackwardCall call;

    private Backward(boolean recorded, Trail trail, Tensor[] inputs) {
        this.trail = trail;
        this.inputs = inputs;
        this.call = new BackwardCall(this, trail, recorded);
    }

    /**
     * The cotangents of {@code inputs}, zeros where no result depends on one.
     *
     * @param recorded whether the gradients are to be recorded themselves
     * @param results what is differentiated
     * @param seeds the cotangent of each result, {@code null} for none
     * @param inputs tracked
     */
    static Tensor[] run(boolean recorded, Tensor[] results, Tensor[] seeds, Tensor[] inputs) {
        ArrayDeque<Trail> free = FREE.get();
        Trail trail = free.isEmpty() ? new Trail() : free.pollLast();
        try {
            return new Backward(recorded, trail, inputs).run(results, seeds);
        } finally {
            trail.clear();
            free.addLast(trail);
        }
    }

    private Tensor[] run(Tensor[] results, Tensor[] seeds) {
        findReachable(results);
        for (Tensor input : inputs) {
            int place = trail.place(input.node());
            if (place >= 0) {
                trail.ask(place);
            }
        }
        findLeading();
        for (int i = 0; i < results.length; i++) {
            if (seeds[i] != null && results[i].isTracked()) {
                accumulate(results[i], seeds[i]);
            }
        }
        for (int place = trail.size() - 1; place >= 0; place--) {
            if (trail.leads(place) && trail.isReached(place)) {
                visit(place);
            }
        }
        Tensor[] answer = new Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            Tensor input = inputs[i];
            int place = trail.place(input.node());
            Tensor cotangent = place < 0 ? null : trail.cotangent(place, outputOf(input));
            answer[i] = cotangent != null ? cotangent : Tensor.zeros(input.backend(), input.shape());
        }
        return answer;
    }

    /** All nodes behind the results, oldest first. */
    private void findReachable(Tensor... results) {
        for (Tensor result : results) {
            discover(result);
        }
        for (int i = 0; i < trail.size(); i++) {
            Node node = trail.node(i);
            for (int k = 0; k < node.inputCount(); k++) {
                discover(node.input(k));
            }
        }
        trail.sort();
    }

    /**
     * A leaf must still hold the numbers that the results were computed from, even where no rule reads them: a parameter
     * that has changed since has a new leaf, and its gradient with respect to that one would silently be zero.
     */
    private void discover(Tensor tensor) {
        Node node = tensor.node();
        if (node != null && trail.add(node) && node.operation() == null) {
            tensor.storage();
        }
    }

    /** The nodes through which a change of some input reaches the results. */
    private void findLeading() {
        for (int place = 0; place < trail.size(); place++) {
            Node node = trail.node(place);
            boolean leads = false;
            for (int k = 0; k < node.inputCount() && !leads; k++) {
                leads = leads(node.input(k));
            }
            if (leads) {
                trail.lead(place);
            }
        }
    }

    /** Whether a change of some input changes the tensor. */
    boolean leads(Tensor tensor) {
        if (!tensor.isTracked()) {
            return false;
        }
        int place = trail.place(tensor.node());
        return trail.leads(place) || trail.isAsked(place) && isInput(tensor);
    }

    /** Whether a tensor is an input, where its node has one as an output: of several, not all need be inputs. */
    private boolean isInput(Tensor tensor) {
        if (tensor.node().outputCount() == 1) {
            return true;
        }
        for (Tensor input : inputs) {
            if (input == tensor) {
                return true;
            }
        }
        return false;
    }

    private static int outputOf(Tensor tensor) {
        Node node = tensor.node();
        int k = 0;
        while (k < node.outputCount() - 1 && node.output(k) != tensor) {
            k++;
        }
        return k;
    }

    private void visit(int place) {
        Node node = trail.node(place);
        Tensor[] found = answer(node, place);
        if (!trail.isAsked(place)) {
            trail.forget(place);
        }
        for (int k = 0; k < node.inputCount(); k++) {
            if (found[k] != null && leads(node.input(k))) {
                accumulate(node.input(k), found[k]);
            }
        }
    }

    /** What the operation's rule answers; where the anomaly mode ends it, the message says whose rule it was. */
    private Tensor[] answer(Node node, int place) {
        try {
            return node.operation().vjp(call.of(node, place));
        } catch (NonFiniteException e) {
            throw e.during("that was in the backward pass, in the derivative of "
                    + node.operation().name() + " " + node.output(0).shape());
        }
    }

    private void accumulate(Tensor tensor, Tensor cotangent) {
        if (!cotangent.shape().equals(tensor.shape())) {
            throw new IllegalStateException("gradients: a derivative rule returned " + cotangent.shape()
                    + " as the cotangent of " + tensor.shape() + "; mend the operation's vjp");
        }
        int place = trail.place(tensor.node());
        int output = outputOf(tensor);
        Tensor before = trail.cotangent(place, output);
        trail.cotangent(place, output, before == null ? cotangent : sum(before, cotangent));
    }

    private static Tensor sum(Tensor before, Tensor cotangent) {
        try {
            return before.add(cotangent);
        } catch (NonFiniteException e) {
            throw e.during("that was in the backward pass, where the gradients of a tensor that is used more than once"
                    + " are added");
        }
    }
}
