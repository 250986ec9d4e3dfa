package example.tsubame.orders;

import static org.fusesource.leveldbjni.JniDBFactory.factory;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.Options;
import org.xerial.snappy.Snappy;

/** Orders by number in a local LevelDB; values are JSON, compressed with Snappy. */
final class OrderStore implements Closeable {
    private final DB database;

    OrderStore(File folder) throws IOException {
        database = factory.open(folder, new Options().createIfMissing(true));
    }

    void put(String number, String json) throws IOException {
        database.put(number.getBytes(StandardCharsets.US_ASCII), Snappy.compress(json));
    }

    /** Returns the order as JSON, or null where there is none. */
    String get(String number) throws IOException {
        byte[] value = database.get(number.getBytes(StandardCharsets.US_ASCII));
        return value == null ? null : Snappy.uncompressString(value);
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
