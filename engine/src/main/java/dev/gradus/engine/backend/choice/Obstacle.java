package dev.gradus.engine.backend.choice;

/**
 * What keeps a backend from running, or {@code auto} from taking it.
 *
 * @param reason what is missing or wrong
 * @param remedy the flag or package that would help; empty where none would
 * @param astray whether somebody has set the backend up and it does not work, so that it is worth a line in the log
 */
record Obstacle(String reason, String remedy, boolean astray) {
    /** An obstacle that is nobody's mistake. */
    static Obstacle plain(String reason, String remedy) {
        return new Obstacle(reason, remedy, false);
    }

    @Override
    public String toString() {
        return remedy.isEmpty() ? reason : reason + "; " + remedy;
    }
}
