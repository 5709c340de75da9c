package dev.gradus.models.series;

import static dev.gradus.models.Thrown.assertThrown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.models.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
    private static final List<Interval> TWO = List.of(new Interval(60_000, 120_000), new Interval(300_000, 300_000));

    @TempDir
    private Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("labels.csv"), text);
    }

    private void malformed(String message, String text) {
        assertThrown(MalformedDataException.class, message, () -> Labels.readCsv(write(text), "taxi"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start,end\n60,120\n300,300\n",
                "60,120\n300,300\n",
                "from;to\n60;120\n300;300\n",
                "1970-01-01 00:01:00,120\n1970-01-01T00:05:00Z,1970-01-01 00:05\n",
                "End,Start\n120,60\n300,300\n",
                "start,end,severity\n60,120,0.5\n300,300,0.25\n"
            })
    void twoColumns(String text) throws IOException {
        assertEquals(TWO, Labels.readCsv(write(text)));
        assertEquals(TWO, Labels.readCsv(write(text), "anything"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signal,start,end\ntaxi,60,120\nother,1,2\ntaxi,300,300\n",
                "taxi,60,120\nother,1,2\ntaxi,300,300\n",
                "start,end,note,signal\n60,120,,taxi\n1,2,x,other\n300,300,,taxi\n",
            })
    void severalSignals(String text) throws IOException {
        assertEquals(TWO, Labels.readCsv(write(text), "taxi"));
        assertEquals(List.of(new Interval(1000, 2000)), Labels.readCsv(write(text), "other"));
        assertEquals(List.of(), Labels.readCsv(write(text), "quiet"));
        assertThrown(
                MalformedDataException.class,
                "labels.csv: has labels of several signals: say whose are wanted",
                () -> Labels.readCsv(write(text)));
    }

    @Test
    void noLabelsAreNoError() throws IOException {
        assertEquals(List.of(), Labels.readCsv(write("start,end\n")));
    }

    @Test
    void zoneOfNaiveTimes() throws IOException {
        Path path = write("start,end\n2014-07-01 00:00:00,2014-07-01\n");
        long madrid = 1404172800000L - 2 * 3_600_000;
        assertEquals(List.of(new Interval(madrid, madrid)), Labels.readCsv(path, null, ZoneId.of("Europe/Madrid")));
    }

    @Test
    void signalIsTheNameOfTheFile() {
        assertEquals("nyc_taxi", Labels.signalOf(Path.of("data", "nyc_taxi.csv")));
        assertEquals("a.b", Labels.signalOf(Path.of("a.b.csv")));
        assertEquals("plain", Labels.signalOf(Path.of("plain")));
        assertEquals(".csv", Labels.signalOf(Path.of(".csv")));
    }

    @Test
    void errorsNameFileLineAndColumn() {
        String times = " (expected seconds or milliseconds since 1970, or a date such as 2014-07-01 00:30:00)";
        malformed("labels.csv:2: column 'end': 'soon' is not a time" + times, "start,end\n1,soon\n");
        malformed("labels.csv:1: column 'start': 'soon' is not a time" + times, "soon,5\n1,2\n");
        malformed("labels.csv:2: column 'end': '1' lies before the start", "start,end\n2,1\n");
        malformed("labels.csv:2: column 'start': the time is missing" + times, "signal,start,end\ntaxi,,1\n");
        malformed("labels.csv: has 1 column; expected 'start,end' or 'signal,start,end'", "start\n1\n");
        malformed("labels.csv: has 4 columns; expected 'start,end' or 'signal,start,end'", "a,b,c,d\n1,2,3,4\n");
        malformed("labels.csv: the file is empty", "");
        assertThrown(
                NoSuchFileException.class,
                folder.resolve("x.csv") + ": there is no such file",
                () -> Labels.readCsv(folder.resolve("x.csv")));
    }
}
