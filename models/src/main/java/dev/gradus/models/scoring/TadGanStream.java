package dev.gradus.models.scoring;

import java.io.IOException;

/** {@link TadGanScore}, window after window. */
final class TadGanStream extends ScoreStream {
    private final TadGanScore score;
    private final TadGanStatistics by;
    private final int length;
    private final ErrorStream errors;
    private final CriticStream critics;
    private final DoubleQueue waiting = new DoubleQueue();
    private final boolean errorsWait;
    private long windows;

    TadGanStream(TadGanScore score, TadGanStatistics by, int channels, int length) {
        this.score = score;
        this.by = by;
        this.length = length;
        this.errors = new ErrorStream(score.measure(), score.measureWindow(), by.errorSmoothing(), channels, length);
        this.critics = new CriticStream(length, by.critic(), by.criticSmoothing());
        this.errorsWait = errors.ahead() < critics.ahead();
    }

    @Override
    public int lag() {
        return length + Math.max(errors.ahead(), critics.ahead());
    }

    @Override
    public void add(double[][] samples, double[][] made, double critic) {
        windows++;
        errors.add(samples, made, 0);
        critics.add(critic);
        combine();
    }

    /** What comes first waits for the other. */
    private void combine() {
        DoubleQueue a = critics.scores();
        while (errorsWait ? errors.ready() > 0 : a.size() > 0) {
            waiting.add(errorsWait ? errors.next() : a.poll());
        }
        while (waiting.size() > 0 && (errorsWait ? a.size() > 0 : errors.ready() > 0)) {
            double first = waiting.poll();
            emit(errorsWait ? combined(a.poll(), first) : combined(first, errors.next()));
        }
    }

    private double combined(double critic, double error) {
        return score.combine(critic, TadGanScore.reconstructionScore(error, by.errors()));
    }

    @Override
    public double provisional(double[][] samples, double[][] made, double critic) {
        return combined(critics.of(critic), errors.provisional(samples, made, 0, length));
    }

    @Override
    public void end(double... open) {
        if (windows > 0) {
            errors.end(open);
            critics.end();
            combine();
        }
    }

    @Override
    public long remember(StreamMemory memory, long seen) throws IOException {
        windows = seen;
        long ofErrors = errors.remember("errors", memory, seen);
        long ofCritics = critics.remember(memory, seen);
        waiting.remember("waiting", memory, Math.abs(ofErrors - ofCritics));
        return Math.min(ofErrors, ofCritics);
    }
}
