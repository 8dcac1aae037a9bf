class TillSpecification extends Specification {
    @Shared
    Till till = new Till()

    def "adds #price to what is in the till"() {
        given:
        till.open()

        when:
        till.pay(price)

        then:
        till.money == expected

        where:
        price | expected
        1     | 1
        2     | 3
    }
}
