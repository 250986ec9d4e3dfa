package example.tsubame.orders;

import java.io.Closeable;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Tells the rest of the shop that an order came in. */
final class OrderEvents implements Closeable {
    private static final String TOPIC = "orders.received";

    private final KafkaProducer<String, String> producer;

    OrderEvents(Properties properties) {
        producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    void received(String number, String json) {
        producer.send(new ProducerRecord<>(TOPIC, number, json));
    }

    @Override
    public void close() {
        producer.close();
    }
}
