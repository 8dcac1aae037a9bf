/** The parcels of Acme. */
open module com.acme.parcels {
    requires transitive java.sql;
    requires static lombok;

    exports com.acme.parcels.api to com.acme.office, com.acme.web;
    opens com.acme.parcels.model;

    uses com.acme.parcels.api.Carrier;
    provides com.acme.parcels.api.Carrier with com.acme.parcels.Walker, com.acme.parcels.Rider;
}
