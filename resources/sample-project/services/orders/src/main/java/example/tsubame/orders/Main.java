package example.tsubame.orders;

import java.io.File;
import java.util.Properties;

/** Starts the order intake: HTTP in front, a local store behind, Kafka beside. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        String folder = System.getenv().getOrDefault("ORDERS_DATA", "/var/lib/orders");
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8082"));

        Properties kafka = new Properties();
        kafka.put("bootstrap.servers", System.getenv().getOrDefault("KAFKA", "kafka:9092"));
        kafka.put("compression.type", "snappy");

        try (OrderStore store = new OrderStore(new File(folder));
                OrderEvents events = new OrderEvents(kafka)) {
            new OrderServer(port, store, events).run();
        }
    }
}
