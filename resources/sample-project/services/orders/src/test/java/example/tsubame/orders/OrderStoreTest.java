package example.tsubame.orders;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OrderStoreTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void readsBackWhatWasPut() throws Exception {
        try (OrderStore store = new OrderStore(folder.getRoot())) {
            store.put("T-1001", "{\"sku\":\"matcha-100g\"}");
            assertEquals("{\"sku\":\"matcha-100g\"}", store.get("T-1001"));
            assertNull(store.get("T-1002"));
        }
    }
}
