(ns ^{:author "Ann"} shop.stock
  "Everything about stock."
  (:refer-clojure :exclude [update])
  (:require [clojure.string :as str]
            [clojure.set :refer [union difference]]
            [shop.types :as types :refer [make]]
            shop.tools
            (shop [prices :as prices] taxes))
  (:use [clojure.test :only [is]])
  (:import (java.util Date UUID)
           java.io.File))

(set! *warn-on-reflection* true)

(def ^:private table (atom {}))
(def ^:const limit "How many at most." 10)
(def ^{:private true :doc "Who may buy."} names ["a" "b"])
(defonce server nil)
(def twice (fn [n] (* 2 n)))
(def ^:dynamic *verbose* false)
(declare later)

;; not documentation
(defn total
  "Adds up prices.

  Twice, if asked to."
  [articles & {:keys [twice?] :or {twice? false} :as options}]
  (let [sum (reduce + (map :price articles))
        [first-one & others] articles
        {name :name} first-one]
    (when-let [extra (:extra options)]
      (println extra name others))
    (if twice? (twice sum) sum)))

(defn area
  "The area of \"one\" shape\n or two."
  {:added "1.0"}
  ([shape] (area shape nil))
  ([shape ^String unit]
   (str/join " " [(measure shape) unit])))

(defn- hidden {:doc "Says nothing."} [x] (-> x inc str/trim (str/split #",") first))

(defmacro unless
  "Runs the body unless the test holds."
  [test & body]
  `(if (not ~test)
     (do ~@body (defn helper# [] 1))
     (hidden nil)))

(defprotocol Shape
  "What has an area."
  (measure [this] [this unit] "How large it is.")
  (grow! [this by]))

(defrecord Circle [radius ^long x]
  Shape
  (measure [this] (* Math/PI radius radius))
  (grow! [_ by] (Circle. (+ radius by) x))
  Comparable
  (compareTo [this other] 0))

(deftype Square [^:volatile-mutable side]
  types/Named
  (label [_] (str side)))

(extend-type String
  Shape
  (measure [this] (.length this)))

(extend-protocol Shape
  nil
  (measure [_] 0)
  Number
  (measure [n] n))

(defmulti describe :kind)
(defmethod describe :circle [shape]
  (str "circle " (measure shape)))
(defmethod describe :default [_] "shape")

(defn run [path]
  (with-open [reader (clojure.java.io/reader (File. path))]
    (doseq [line (line-seq reader)
            :let [parts (str/split line #" ")]
            :when (seq parts)]
      (swap! table assoc (first parts) (count parts))))
  (loop [n 0]
    (when (< n limit)
      (recur (inc n))))
  (try
    (types/check! path)
    (catch Exception e
      (.printStackTrace e)
      (throw (new IllegalStateException "no"))))
  (letfn [(even [n] (if (zero? n) true (odd (dec n))))
          (odd [n] (even (dec n)))]
    (even 4))
  (as-> path p (str/trim p))
  (let [shape (reify Shape (measure [_] 1))
        callback #(hidden %)
        quoted '(defn not-defined [] (call-nothing))]
    #_(ignored shape)
    (shop.tools/save @table #'hidden #inst "2020-01-01" (fn named [a] (callback a))))
  (future-call (var hidden)))

(comment
  (run "stock.txt"))

#?(:clj (defn on-jvm [] (UUID/randomUUID))
   :cljs (defn in-browser [] (js/alert "no")))

(deftest totals
  (is (= 0 (total []))))

(defroutes routes (GET "/" [] "home"))

(require '[shop.late :as late])

(def halve #(/ (.intValue ^Number %) (%2 2)))

(defn joined
  "Parameters may be spelled like namespaces."
  [str [types] {:keys [most] :or {most limit} late :late}]
  (let [is (.-length str)]
    (prices/of types late is most limit)))

;; Heads that end at other signs than white space, and one with its namespace.
(defrecord^:tagged Tag [text]
  Shape
  (measure [this] (count text)))
(clojure.core/extend-type^:tagged Long
  Shape
  (measure [this] this))
(reify@marker Shape (measure [_] 2))
