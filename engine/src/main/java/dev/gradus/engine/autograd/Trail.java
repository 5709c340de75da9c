package dev.gradus.engine.autograd;

import dev.gradus.engine.tensor.Node;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * The nodes behind some results in the order in which they were made, and what a run backwards notes about each. Everything
 * lies in arrays that serve run after run, since a training step has some hundred nodes: found by a node's number, with
 * open addressing, and numbered by age.
 */
final class Trail {
    private static final int FIRST = 64;

    /** Numbers of the nodes found so far, in their order once {@link #sort} was called. */
    private long[] ids = new long[FIRST];

    private int count;

    /** Open addressing by number: the node, and its place in the order. */
    private Node[] table = new Node[2 * FIRST];

    private int[] places = new int[2 * FIRST];

    /** By place. */
    private Node[] nodes = new Node[FIRST];

    private boolean[] leading = new boolean[FIRST];
    /** By place: the cotangent of an only output, or an array of those of all outputs. */
    private Object[] cotangents = new Object[FIRST];
    /** By place: whether cotangents of outputs are asked for, and are therefore kept. */
    private boolean[] asked = new boolean[FIRST];

    /** The number of nodes. */
    int size() {
        return count;
    }

    /** The node at a place of the order, oldest first; before {@link #sort}, in the order of finding. */
    Node node(int place) {
        return nodes[place];
    }

    /** Adds a node; false if it is known. */
    boolean add(Node node) {
        int at = slot(node.id());
        if (table[at] != null) {
            return false;
        }
        if (count == ids.length) {
            grow();
            at = slot(node.id());
        }
        table[at] = node;
        ids[count] = node.id();
        nodes[count++] = node;
        return true;
    }

    /** Puts the nodes into the order in which they were made. */
    void sort() {
        Arrays.sort(ids, 0, count);
        for (int place = 0; place < count; place++) {
            int at = slot(ids[place]);
            places[at] = place;
            nodes[place] = table[at];
        }
    }

    /** The place of a node, −1 where it is not part of the record. */
    int place(Node node) {
        int at = slot(node.id());
        return table[at] == null ? -1 : places[at];
    }

    private int slot(long id) {
        int mask = table.length - 1;
        int at = (int) id & mask;
        while (table[at] != null && table[at].id() != id) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        int wider = 2 * ids.length;
        ids = Arrays.copyOf(ids, wider);
        nodes = Arrays.copyOf(nodes, wider);
        leading = new boolean[wider];
        cotangents = new Object[wider];
        asked = new boolean[wider];
        table = new Node[2 * wider];
        places = new int[2 * wider];
        for (int i = 0; i < count; i++) {
            table[slot(nodes[i].id())] = nodes[i];
        }
    }

    void ask(int place) {
        asked[place] = true;
    }

    boolean isAsked(int place) {
        return asked[place];
    }

    void lead(int place) {
        leading[place] = true;
    }

    boolean leads(int place) {
        return leading[place];
    }

    /** The cotangent of an output of a node, {@code null} where there is none yet. */
    Tensor cotangent(int place, int output) {
        Object noted = cotangents[place];
        return noted instanceof Tensor[] several ? several[output] : (Tensor) noted;
    }

    boolean isReached(int place) {
        return cotangents[place] != null;
    }

    void cotangent(int place, int output, Tensor cotangent) {
        int outputs = nodes[place].outputCount();
        if (outputs == 1) {
            cotangents[place] = cotangent;
            return;
        }
        if (cotangents[place] == null) {
            cotangents[place] = new Tensor[outputs];
        }
        ((Tensor[]) cotangents[place])[output] = cotangent;
    }

    /** Lets go of the cotangents of a node that has been visited. */
    void forget(int place) {
        cotangents[place] = null;
    }

    /** Forgets everything, so that nothing is held. */
    void clear() {
        for (int place = 0; place < count; place++) {
            empty((int) nodes[place].id());
            nodes[place] = null;
            leading[place] = false;
            cotangents[place] = null;
            asked[place] = false;
        }
        count = 0;
    }

    /** Empties the slots from a node's own on to the next free one: all nodes go, so chains may break. */
    private void empty(int home) {
        int mask = table.length - 1;
        for (int at = home & mask; table[at] != null; at = (at + 1) & mask) {
            table[at] = null;
        }
    }
}
