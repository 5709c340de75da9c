package consumer;

/** What a JVM says on its own: run with the flags of {@link Main}. */
public final class Nothing {
    private Nothing() {}

    public static void main(String[] arguments) {}
}
