// A licence that documents nothing.
import Foundation
import struct Combine.AnyPublisher
@testable import HarborCore

infix operator <~>: AdditionPrecedence

precedencegroup Mooring {
    associativity: left
}

/// The most ships in the harbor.
let maximumShips = 40

private var signal: Signal?, horn = Horn()

public let (north, south) = (90.0, -90.0)

/// What a dock hands out.
public typealias Berths<Ship> = [String: [Ship]]

/// Something that floats.
///
/// - Note: it may sink.
public protocol Vessel: AnyObject, Named where Cargo: Codable {
    associatedtype Cargo: Equatable = Crate

    /// In meters.
    var length: Double { get set }
    static var fleet: [Self] { get }

    init(name: String)
    func sail(to port: Port, at knots: Int) async throws -> Cargo
    subscript(deck: Int) -> Cargo? { get }
}

/**
 How rough the sea is.

 - calm: nothing moves
 */
@frozen
enum Sea: Int, CaseIterable {
    /// Nothing moves.
    case calm = 0
    case choppy, rough
    case storm(wind: Int, from: Direction)
    indirect case mixed(Sea, Sea)

    static let worst = Sea.storm(wind: 12, from: .west)

    var isSafe: Bool {
        switch self {
        case .calm: fallthrough
        case .choppy: return true
        case .storm(let wind, _) where wind < 3: return true
        case let .mixed(first, second): return first.isSafe && second.isSafe
        default: return false
        }
    }

    enum Direction: String { case east, west }
}

/// Keeps vessels.
@MainActor
open class Harbor<V: Vessel>: Place, Lighted where V.Cargo == Crate {
    public static let shared = Harbor<Tug>(name: "main")
    private(set) var vessels: [V] = []
    @Published var name: String {
        willSet { log(newValue) }
        didSet(before) {
            if before != name { signal?.raise(before) }
        }
    }
    lazy var tower: Tower = {
        let tower = Tower(height: 30)
        return tower
    }()
    weak var owner: Person?, guest: Person?
    let onArrival: (V) -> Void

    // A comment that is no documentation.
    var isFull: Bool { vessels.count >= maximumShips }

    /// Opens a harbor.
    public required init(name: String, onArrival: @escaping (V) -> Void = { _ in }) {
        self.name = name
        self.onArrival = onArrival
        super.init(at: .zero)
    }

    convenience init?(owner: Person) {
        guard let name = owner.name, !name.isEmpty else { return nil }
        self.init(name: name)
    }

    deinit {
        tower.fall()
    }

    /// Lets a vessel in.
    /// - Returns: its berth
    @discardableResult
    public func admit(_ vessel: V, to berth: Int? = nil) throws -> Int {
        guard !isFull else { throw HarborError.full(count: vessels.count) }
        if case .storm = Sea.worst, let owner = owner {
            owner.call()
        }
        let berth = berth ?? self.vessels.count
        func tie(with knots: Int) -> Bool {
            for knot in 0..<knots where knot > 1 { log("\(knot) of \(berth)") }
            return true
        }
        fetch(vessel) { (of done: V) in tower.light(1) } failure: { log($0) }
        let check: (V) -> Bool = { vessel in vessel.length < 20 && tie(with: 3) }
        let cargo = vessels.map { $0.length }.filter { length in length > 2 }
        defer { onArrival(vessel) }
        vessels.append(vessel)
        return check(vessel) ? berth : cargo.count
    }

    override class func open() -> Harbor { return super.open() as! Harbor }

    public subscript(index: Int) -> V {
        get { vessels[index] }
        set { vessels[index] = newValue }
    }

    static func == (left: Harbor, right: Harbor) -> Bool {
        left.name == right.name
    }

    fileprivate func watch() async {
        Task { [weak self, count = vessels.count] in
            guard let self else { return }
            await self.tower.light(count)
        }
        do {
            try await fetch(\Harbor.name, using: #selector(Harbor.watch))
        } catch let error as HarborError {
            log(error)
        } catch {
            log(error.localizedDescription)
        }
    }

    private struct Log: Codable {
        var lines: [String]

        enum CodingKeys: String, CodingKey {
            case lines = "all_lines"
        }
    }
}

// MARK: - Names

extension Harbor: CustomStringConvertible {
    public var description: String { "\(name): \(vessels.count)" }

    /// Counts what is tied up.
    func count(where matches: (V) -> Bool) -> Int { vessels.filter(matches).count }

    struct Buoy { let number: Int }
}

private extension String {
    func shortened(by count: Int = 1) -> String { String(dropLast(count)) }
}

extension Array where Element: Vessel {
    var longest: Element? { self.max { $0.length < $1.length } }
}

/// Counts what comes and goes.
public actor Counter {
    private var total = 0

    func add(_ amount: Int) -> Int {
        total += amount
        return total
    }

    nonisolated let name = "counter"
}

struct Crate: Codable, Hashable {
    let weight: Double
    var label: String?

    mutating func relabel(_ text: String) { label = text.shortened() }
}

enum HarborError: Error {
    case full(count: Int)
}

func <~> (left: Crate, right: Crate) -> Double { left.weight + right.weight }

@available(iOS 15, *)
func largest<T: Comparable>(of values: T...) -> T? {
    #if DEBUG
    print(values.count)
    #endif
    return values.max()
}

let describe: (Crate) -> String = { crate in crate.label ?? "none" }

/// Makes a pair of a value and its source.
@freestanding(expression)
public macro stringify<T>(_ value: T) -> (T, String) = #externalMacro(module: "Macros", type: "Stringify")

func visit(_ harbors: [Harbor<Tug>?], pairs: [(Int, Sea)]) -> (first: Int, Sea.Direction?) {
    outer: for case let harbor? in harbors {
        while let next = harbor.vessels.first, next.length > 0 {
            if case let .mixed(low, high) = Sea.worst, low.isSafe { print(high) }
            break outer
        }
    }
    for (index, sea) in pairs where index > 0 {
        print(#stringify(index + pairs[index].0), sea)
    }
    let (least, most) = (pairs.min(), pairs.max())
    let path = \Harbor<Tug>.name, kind = Sea.Direction.self
    let wind: Sea = .storm(wind: 3, from: .east)
    if let path { print(path, kind, wind, least, most) }
    let lists = [Harbor<Tug>.Buoy](), crates = Array<Crate>()
    guard #available(iOS 16, *), lists.isEmpty else { return (first: crates.count, nil) }
    return (0, .west)
}

final class Ferry: Hull, Vessel {
    let `default` = [Int](repeating: 0, count: 3), byName = [String: Crate]()
    enum Load { case none, crates(count: Int, of: Crate) }
    override func load() { super.load() }
    func dock(_ sea: Sea) -> Int {
        guard case let .storm(wind: wind, from: .mixed(low: low, _)) = sea else { return `default`[0] }
        switch sea {
        case .mixed(let high, low: let deep): return high + deep
        case .storm(wind: wind, from: _): return Harbor<Tug>.depth(low)
        default: return `default`.count
        }
    }
}
