# Not a doc.
defmodule Shop.Item do
  @moduledoc """
  An item on a shelf.

      iex> Shop.Item.new("apple")
  """

  @behaviour Shop.Sellable
  @derive {Jason.Encoder, only: [:name]}

  use GenServer, restart: :temporary
  alias Shop.{Basket, Price.Tag}
  alias Shop.Support, as: Help
  alias __MODULE__
  import Enum, only: [map: 2, reduce: 3]
  require Logger

  @timeout 5_000
  @timeout 6_000
  @enforce_keys [:name]
  defstruct [:name, :shelf, price: 0, tags: []]

  @typedoc "What prices are made of."
  @type money :: non_neg_integer() | :free
  @typep pair(a) :: {a, Tag.t(), (integer -> atom())}
  @opaque t :: %__MODULE__{name: String.t(), price: money}

  @callback label(item :: t, keyword()) :: String.t() when item: term
  @macrocallback expand(term) :: Macro.t()

  @doc """
  Makes an item.

  It is #{"free"} by default.
  """
  @doc since: "1.0"
  @spec new(String.t(), money) :: t
  def new(name, price \\ 0)

  def new(name, price) when is_binary(name) and price > 0 do
    %Item{name: name, price: price}
  end

  @doc false
  def new(_name, _price), do: {:error, @timeout}

  @doc ~S"""
  Says the \n price.
  """
  def price(%Item{price: price} = item) do
    total = price + tax(item)
    total |> round() |> Help.format(2) |> to_string
  end

  # Not a doc either.
  def price(%{discount: discount, price: price}), do: price - discount
  def price(nil), do: 0

  def left <~> right, do: {left, right}
  def -value, do: value
  def empty, do: %__MODULE__{name: ""}

  defp tax(item), do: tax(item, 20)
  defp tax(%{price: price}, percent), do: div(price * percent, 100)

  defdelegate size(items), to: Enum, as: :count
  defguard is_cheap(price) when is_integer(price) and price < 10
  defguardp is_free(price) when price == 0

  defmacro unless_free(item, do: block) do
    quote do
      if unquote(item).price > 0, do: unquote(block)

      def generated(value), do: value
      def unquote(:"dynamic")(value), do: value
    end
  end

  defmacrop hidden(value), do: value

  def sort(items) do
    double = fn number -> number * 2 end
    compare = &(&1.price <= &2.price)

    sorted =
      items
      |> map(&price/1)
      |> Enum.sort(compare)
      |> Enum.map(&Help.format/1)

    for %Item{name: name, tags: [first | rest]} <- items, first != nil do
      {name, rest, double.(3)}
    end

    with {:ok, basket} <- Basket.open(items),
         <<size::8, rest::binary-size(length(size))>> <- basket.code do
      {basket.total, rest}
    else
      {:error, reason} -> raise ArgumentError, message: reason
    end

    case sorted do
      [head | _] when head > 10 -> hidden(head)
      ^sorted -> :same
      other -> other
    end

    cond do
      length(sorted) > 1 -> :many
      true -> :few
    end

    try do
      Logger.info("sorted #{length(sorted)}")
    rescue
      error in [RuntimeError] -> reraise error, __STACKTRACE__
    catch
      :exit, reason -> reason
    else
      value -> value
    after
      __MODULE__.empty()
    end
  end

  @impl true
  def handle_call(:price, from, state) do
    unless_free state do
      send(from, :erlang.abs(state.price))
    end

    receive do
      {:reply, reply} -> reply
    end
  end

  def handle_call(_message, _from, state), do: {:noreply, state}

  defmodule Shelf do
    @moduledoc false
    def put(item), do: Shop.Item.price(item)
  end
end

defprotocol Shop.Label do
  @fallback_to_any true
  @doc "The text on the label."
  def text(value)
end

defimpl Shop.Label, for: Shop.Item do
  def text(item), do: item.name
end

defmodule Shop.Problem do
  defexception message: "no"

  defimpl Shop.Label do
    def text(problem), do: problem.message
  end
end
