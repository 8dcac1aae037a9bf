#!/usr/bin/env ruby
# frozen_string_literal: true

require "set"
require_relative "shop/pricing"
Kernel.load "settings.rb"

$currency = "EUR"
DEFAULT_PATH = ENV.fetch("SHOP_PATH", "items.json")
LOW, HIGH = 1, 100
NOTICE = <<~TEXT
  Prices in #{$currency}.
TEXT

# Everything that the shop sells.
#
# @example
#   Shop::Item.new("apple", 3)
module Shop
  VERSION = "1.0"
  LIMITS = { low: LOW, high: HIGH }.freeze
  private_constant :LIMITS

  autoload :Report, "shop/report"

  # Raised where an item is not there.
  class NotFound < StandardError; end

  # A place on a shelf.
  Place = Struct.new(:shelf, :row) do
    # Says it in words.
    def to_s
      "#{shelf}/#{row}"
    end
  end

  class Pair < Struct.new(:left, :right)
    delegate :size, :empty?, to: :left
    delegate %i[other] => :right
  end

  # Says it louder.
  class Shout < Place
    def to_s
      self.class.new(super.upcase).freeze
    end
  end

  Coordinates = Data.define(:x, :y)
  Failure = Class.new(Shop::NotFound)
  Tools = Module.new do
    def tool; end
  end

  # Of a module that is somewhere else.
  class Elsewhere::Thing
    class Shelf::Place
      def inside; end
    end
  end

  # Gives names to things.
  module Named
    def full_name = "#{kind}: #{name}"

    module_function

    def squeeze(text, *rest, separator: " ", **options, &block)
      text.split(separator).join(separator)
    end
  end

=begin rdoc
An item on a shelf.
=end
  class Item
    include Comparable, Named
    extend Forwardable
    prepend Shop::Named

    @@count = 0
    @registry = {}

    ##
    # What it is called and costs.
    # :call-seq:
    attr_accessor :name, :price
    attr_reader :tags
    private attr_writer :secret
    def_delegators :@tags, :size, :<<
    def_delegator :@tags, :first, :main_tag

    class << self
      attr_reader :registry

      # Makes an item from a line of text.
      def parse(line)
        name, price = line.split(";")
        new(name, price.to_i)
      end

      alias from_line parse

      private

      def reset!
        @registry = {}
      end
    end

    def self.free(name)
      Item.new(name, 0)
    end
    private_class_method :free

    def Item.count
      @@count
    end

    def initialize(name, price = 0, *tags)
      super()
      @name, @price = name, price
      @tags = tags
      @secret ||= Secret.new(self)
      @@count += 1
    end

    def <=>(other)
      price <=> other.price
    end

    def [](index)
      @tags[index]
    end

    def price=(value)
      raise ArgumentError, "too low" if value < LIMITS[:low]

      @price = value
    end

    def kind? = true
    alias_method :expensive?, :kind?
    alias == eql?

    define_method(:discount) do |percent|
      price * percent / 100
    end

    undef kind?

    protected def compare_key
      [price, name]
    end

    # What nobody else needs.
    # rubocop:disable Style/Documentation
    private

    def hidden
      compare_key
      double = ->(number, times = 2) { number * times }
      double.call(price)
    end

    def later
      hidden
    end
    public :later
  end

  # Open again.
  class Item
    def label
      "#{name} (#{hidden})"
    end

    included do
      def from_block; end
    end
  end
end

class Shop::Basket < Array
  Line = Struct.new("Line", :item)

  def total(&)
    sum = 0
    each { |item; extra| sum += item.price }
    each do |(first, second), key: 1, **rest|
      puts first, second, key, rest, sum
    end
    for entry in self do
      self.last_entry = entry
    end
    [*map(&:price)].sum
  rescue Shop::NotFound, TypeError => problem
    warn problem
    report(problem:, total:)
  ensure
    self.class.counts[:total] += 1
  end

  def sort_out(value)
    case value
    when Shop::Item, Integer then value
    when total, value then value
    end
    case value
    in { name: String => name, price: } if price > 1
      [name, price]
    in [Integer, [first, *rest]] | [:none, []]
      [first, rest]
    in [*, Item(tag), *after]
      [tag, after]
    in Shop::Place[row: (1 | 2), shelf: found]
      [row, found]
    in other
      other
    end
    value => { total: sum }
    [value in [inner, _], inner, sum]
  end

  def nested
    def inside_method
      nested
    end
    first, (second, *others) = [1, [2, 3]]
    [first, second, others, missing]
  end
end

class Far::Away; end
module Other; end
Far::Away.new.then { _1 }

class << Shop
  def open = ::Shop::Basket.new
end

def main(arguments)
  basket = Shop::Basket.new
  basket << Shop::Item.parse(arguments.first)
  puts basket.total, help
  basket.each do |item|
    puts item.label
  end
end

def help
  main([])
end

shop = Shop.open
shop.total
# Of one object.
# :nocov:
def shop.close; end
main(ARGV) if $PROGRAM_NAME == __FILE__

__END__
class NotCode
end
