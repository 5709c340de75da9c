package dev.gradus.engine.autograd;

import dev.gradus.engine.tensor.Node;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run backwards through a record. Nodes are visited in the reverse of the order in which they were made, which is a
 * topological order and always the same, so that cotangents are added up in a fixed order too. Only nodes on a path to
 * an input that was asked for are visited.
 */
final class Backward {
    private final boolean recorded;
    private final Map<Tensor, Tensor> cotangents = new HashMap<>();
    private Set<Tensor> targets;
    private Set<Node> leading;

    /** @param recorded whether the gradients are to be recorded themselves */
    Backward(boolean recorded) {
        this.recorded = recorded;
    }

    /**
     * The cotangents of {@code inputs}, zeros where no result depends on one.
     *
     * @param results what is differentiated
     * @param seeds the cotangent of each result, {@code null} for none
     */
    Tensor[] run(Tensor[] results, Tensor[] seeds, Tensor[] inputs) {
        targets = new HashSet<>();
        Collections.addAll(targets, inputs);
        List<Node> order = reachable(results);
        leading = leading(order);
        for (int i = 0; i < results.length; i++) {
            if (seeds[i] != null && results[i].isTracked()) {
                accumulate(results[i], seeds[i]);
            }
        }
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            if (leading.contains(node) && node.operation() != null) {
                visit(node);
            }
        }
        Tensor[] answer = new Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            Tensor cotangent = cotangents.get(inputs[i]);
            answer[i] = cotangent != null ? cotangent : Tensor.zeros(inputs[i].backend(), inputs[i].shape());
        }
        return answer;
    }

    /** All nodes behind the results, oldest first. */
    private static List<Node> reachable(Tensor[] results) {
        Set<Node> seen = new HashSet<>();
        List<Node> order = new ArrayList<>();
        for (Tensor result : results) {
            discover(result, seen, order);
        }
        for (int i = 0; i < order.size(); i++) {
            Node node = order.get(i);
            for (int k = 0; k < node.inputCount(); k++) {
                discover(node.input(k), seen, order);
            }
        }
        order.sort(Comparator.comparingLong(Node::id));
        return order;
    }

    /**
     * A leaf must still hold the numbers that the results were computed from, even where no rule reads them: a parameter
     * that has changed since has a new leaf, and its gradient with respect to that one would silently be zero.
     */
    private static void discover(Tensor tensor, Set<Node> seen, List<Node> order) {
        Node node = tensor.node();
        if (node != null && seen.add(node)) {
            if (node.operation() == null) {
                tensor.storage();
            }
            order.add(node);
        }
    }

    /** The nodes through which a change of some target reaches the results. */
    private Set<Node> leading(List<Node> order) {
        Set<Node> found = new HashSet<>();
        for (Node node : order) {
            boolean leads = false;
            for (int k = 0; k < node.inputCount() && !leads; k++) {
                leads = leadsToTarget(node.input(k), found);
            }
            if (leads) {
                found.add(node);
            }
        }
        return found;
    }

    private boolean leadsToTarget(Tensor tensor, Set<Node> found) {
        return tensor.isTracked() && (targets.contains(tensor) || found.contains(tensor.node()));
    }

    private void visit(Node node) {
        boolean reached = false;
        for (int k = 0; k < node.outputCount(); k++) {
            reached |= cotangents.containsKey(node.output(k));
        }
        if (!reached) {
            return;
        }
        boolean[] needed = new boolean[node.inputCount()];
        Tensor[] outputs = new Tensor[node.outputCount()];
        for (int k = 0; k < outputs.length; k++) {
            outputs[k] = cotangents.get(node.output(k));
            if (!targets.contains(node.output(k))) {
                cotangents.remove(node.output(k));
            }
        }
        for (int k = 0; k < needed.length; k++) {
            needed[k] = leadsToTarget(node.input(k), leading);
        }
        Tensor[] inputs = answer(node, new BackwardCall(node, outputs, needed, recorded));
        for (int k = 0; k < needed.length; k++) {
            if (needed[k] && inputs[k] != null) {
                accumulate(node.input(k), inputs[k]);
            }
        }
    }

    /** What the operation's rule answers; where the anomaly mode ends it, the message says whose rule it was. */
    private static Tensor[] answer(Node node, BackwardCall call) {
        try {
            return node.operation().vjp(call);
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
        Tensor before = cotangents.get(tensor);
        cotangents.put(tensor, before == null ? cotangent : sum(before, cotangent));
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
