// A licence that documents nothing.
/// A library of kites.
library acme.kites;

import 'dart:async';
import 'package:flutter/material.dart' as material show Widget, State hide Key;
import 'wind.dart' deferred as wind;
import 'src/stub.dart' if (dart.library.io) 'src/native.dart';

export 'src/line.dart' show Line, Knot;

part 'kites.g.dart';

/// The most kites in the air.
const int maximumKites = 12;
final started = DateTime.now();
var _count = 0, height = 10.0;
late final String? owner;

/// Called when the wind changes.
typedef WindListener = void Function(double speed, {String? from});
typedef int Compare<T>(T left, T right);

/// Something that flies.
abstract interface class Flyer<T extends Object> implements Comparable<Flyer<T>> {
  const Flyer();

  /// In meters.
  double get altitude;
  set altitude(double value);

  Future<T?> fly(Duration time, [int turns = 1]);
}

/// Tells others about changes.
mixin Notifier<T> on Flyer<T> implements Disposable {
  final List<WindListener> _listeners = [];

  void notify(double speed) {
    for (final listener in _listeners) {
      listener(speed, from: 'here');
    }
  }
}

/**
 * A kite.
 *
 * See [Flyer].
 */
@immutable
class Kite<T extends Object> extends Flyer<T> with Notifier<T>, Tailed implements Named {
  static const int minimum = 1;
  static final Map<String, Kite> _cache = <String, Kite>{};

  /// What it is called.
  final String name;
  late double _altitude = 0, _speed;
  @override
  int? length;

  // A comment that is no documentation.
  Kite(this.name, {required this.length, super.key, double speed = 1.0})
      : _speed = speed,
        assert(speed > 0, 'too slow'),
        super();

  /// One that never flies.
  const Kite.paper(String name) : this._internal(name, 0);

  Kite._internal(this.name, int length) : length = length * 2;

  factory Kite.cached(String name) {
    return _cache.putIfAbsent(name, () => Kite<T>(name, length: 3));
  }

  factory Kite.box(String name) = BoxKite<T>.square;

  @override
  double get altitude => _altitude;

  @override
  set altitude(double value) {
    if (value != _altitude) _altitude = value;
    notify(value);
  }

  static Kite<Object> parse(String text) => text.isEmpty ? new Kite.paper(text) : Kite.paper(text.trim());

  /// Lets it fly.
  ///
  /// Returns what it carries.
  @override
  Future<T?> fly(Duration time, [int turns = 1]) async {
    int turn(int count, {bool left = false}) {
      return left ? -count : count + turns;
    }

    final check = (double speed) => speed > minimum && turn(turns) > 0;
    var (low, high) = (altitude, altitude * 2);
    final {'wind': strength, 'rain': _} = await wind.load();
    try {
      await for (final gust in wind.gusts(strength)) {
        if (!check(gust.speed)) continue;
        this
          ..altitude = low + gust.speed
          .._speed = high
          ..rise(gust)
          ..line?.pull();
      }
    } on StormException catch (storm, trace) {
      log('lost $name in ${storm.name}', trace);
      rethrow;
    } catch (error) {
      throw StateError('$error');
    } finally {
      super.land();
    }
    outer:
    for (var index = 0, end = turns; index < end; index++) {
      if (index == 3) break outer;
    }
    return switch (this) {
      BoxKite(:final cells, name: 'box') when cells > 2 => null,
      Kite<Object> kite => kite as T,
      _ => const <Never>[] as T?,
    };
  }

  Kite operator +(Kite other) => Kite('$name${other.name}', length: length! + other.length!);
  bool operator [](int index) => index == 0;

  @override
  bool operator ==(Object other) => other is Kite && other.name == name;

  external void tug();

  List<Widget> build(material.BuildContext context) {
    return [
      if (length case final int length) material.Text('$length'),
      for (var part in parts) ...part.widgets,
      GestureDetector(onTap: tug, child: const Icon(Icons.flight), builder: (context) => Text(name)),
    ];
  }

  Kite<T> Function(int) maker() => Kite.cached;
  void choose(Object weather) {
    switch (weather) {
      case Wind.storm || Wind.gale:
        land();
      case [int first, ...var rest] when first > 0:
        print(rest);
      case int? count?:
        print(count);
      default:
        break;
    }
  }
}

class BoxKite<T extends Object> = Kite<T> with Boxed;

/// How strong the wind is.
enum Wind with Named implements Comparable<Wind> {
  /// Nothing moves.
  calm(0),
  gale(8),
  @deprecated
  storm.named(10, name: 'storm');

  final int force;
  const Wind(this.force);
  const Wind.named(this.force, {String? name});

  bool get isStrong => force > 6;

  @override
  int compareTo(Wind other) => force - other.force;
}

/// Helps with names.
extension NameTools on String {
  String get initial => this[0];
  String shorten(int by) => substring(0, length - by);
}

extension on List<Kite> {
  int get total => fold(0, (sum, kite) => sum + (kite.length ?? 0));
}

extension type const KiteId._(int value) implements int {
  KiteId.next() : value = _count++;
  bool get isFirst => value == 0;
}

sealed class Weather {}

base class _Private extends Weather {
  _Private._();
  static _Private? _instance;
  static _Private get instance => _instance ??= _Private._();
}

int get total => _count;
set total(int value) => _count = value;

/// Starts all kites.
Future<void> main(List<String> arguments) async {
  final kites = <Kite>[for (final name in arguments) Kite.cached(name)];
  Stream<int> numbers() async* {
    yield* Stream.fromIterable([1, 2, 3]);
  }

  (int, {String name}) pair = (1, name: 'one');
  print(pair.$1 + kites.first.altitude.toInt());
  final parsers = [Kite.parse, int.parse, List<int>.filled];
  kites.map((kite) => kite.name.shorten(1)).where(NameTools('x').check).forEach(print);
  var kite = Kite<String>.cached('red')..altitude = Wind.gale.force.toDouble();
  await numbers().forEach((number) => kite.fly(Duration(seconds: number)));
}

external int nativeCount();
