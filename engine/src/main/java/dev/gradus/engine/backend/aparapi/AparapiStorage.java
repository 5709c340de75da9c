package dev.gradus.engine.backend.aparapi;

import dev.gradus.engine.backend.Storage;

/**
 * Numbers whose value is in one of three places: in an array of the CPU backend; in the state that the device gave back, from
 * where they are copied when somebody asks; or still to be computed by recorded work. Everything here happens under the lock of the
 * {@link DeviceQueue}.
 */
final class AparapiStorage extends Storage {
    private final AparapiBackend backend;
    private Storage host;
    /** The place in the state that was last fetched, or −1. */
    private int resident = -1;
    /** Recorded tasks that read or write these numbers. */
    private int uses;
    /** Whether one of them writes. */
    private boolean pending;
    /** Whether work that writes was given up, because neither the device nor the CPU could do it. */
    private boolean lost;
    /** Whether saved states of a recurrence are in the order of the device, not of the CPU backend. */
    private boolean deviceOrder;

    /** Where the chunk that is being encoded finds these numbers. */
    private int address = -1;

    AparapiStorage(AparapiBackend backend, int size) {
        super(backend, size);
        this.backend = backend;
    }

    AparapiBackend maker() {
        return backend;
    }

    int address() {
        return address;
    }

    void place(int where) {
        address = where;
    }

    boolean isPending() {
        return pending;
    }

    /** Whether recorded tasks read or write it. */
    boolean isUsed() {
        return uses > 0;
    }

    boolean inDeviceOrder() {
        return deviceOrder;
    }

    /** Whether there is a value apart from recorded work. */
    boolean hasValue() {
        return host != null || resident >= 0;
    }

    void recorded(boolean written) {
        uses++;
        pending |= written;
    }

    /** A task that writes has been done by the CPU. */
    void computed() {
        pending = false;
    }

    /** One of the recorded tasks has run, or will not. */
    void finished() {
        uses--;
        if (uses == 0) {
            lost |= pending;
            pending = false;
            if (isClosed()) {
                drop();
            }
        }
    }

    /** The chunk has run, and the state holds the value. */
    void reside(int offset, boolean order) {
        resident = offset;
        deviceOrder = order;
        pending = false;
    }

    /** Takes over a storage of the CPU backend as the value. */
    void take(Storage value) {
        if (host != null && host != value) {
            host.reclaim();
        }
        host = value;
        resident = -1;
        deviceOrder = false;
        pending = false;
    }

    /**
     * The value as a storage of the CPU backend; no work that writes it may be outstanding.
     *
     * @throws IllegalStateException if the value was lost
     */
    Storage host() {
        if (lost) {
            throw new IllegalStateException(
                    "backend aparapi: a value was lost with the work that failed before; go on from" + " a checkpoint");
        }
        if (host == null) {
            host = backend.cpu().reserve(size());
        }
        return host;
    }

    /** Brings the value from the fetched state to the CPU backend, where it is not there yet. */
    void materialize(float[] state) {
        if (resident < 0) {
            return;
        }
        Storage target = host();
        System.arraycopy(state, resident, backend.cpu().array(target), 0, size());
        target.changed();
        resident = -1;
    }

    @Override
    protected void release() {
        synchronized (backend.queue()) {
            if (uses == 0) {
                drop();
            }
        }
    }

    private void drop() {
        Storage old = host;
        host = null;
        resident = -1;
        if (old != null) {
            old.reclaim();
        }
    }
}
