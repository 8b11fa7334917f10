package consumer;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application with the vendor's SDK as its only client.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class Consumer {

}
